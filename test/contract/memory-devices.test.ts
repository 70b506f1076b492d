import { systemClock } from '../../src-main/base/clock.ts';
import { MemoryDevices } from '../support/memory-devices.ts';
import { describeDevices } from './device-store.ts';

describeDevices('in memory', async () => {
  let store = new MemoryDevices(systemClock);
  return {
    get devices() {
      return store;
    },
    get pairings() {
      return store.pairings;
    },
    expire: async (codeHash) => store.expire(codeHash),
    clear: async () => {
      store = new MemoryDevices(systemClock);
    },
    close: async () => undefined,
  };
});

import { describe } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { SimulatedBus } from '../support/simulated-bus.ts';
import { busTransportContract } from './bus-transport.ts';

describe('the bus in memory', () => {
  busTransportContract(async () => {
    const clock = new FakeClock();
    const bus = new SimulatedBus(clock, () => 0, { loses: 0, repeats: 0, reorders: 0 });
    return {
      open: async (id) => bus.transport(id, 0, (run) => run()),
      leaseEnds: async () => clock.advance(60_001),
      flush: async () => bus.flush(),
      close: async () => undefined,
    };
  });
});

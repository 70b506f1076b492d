import { RawWebSocket } from '../../support/raw-web-socket.ts';
import type { FaultRow } from '../fault-row.ts';

const EACH = { short: 5, full: 20 };
const FLOOD = 2_000;
const COMMAND = JSON.stringify({
  type: 'command',
  requestId: 'flood',
  command: { type: 'delete-order', id: 9_007_199_254_740_990 },
});

export const clientsMisbehave: FaultRow = {
  title: '[FAULT-55] clients stall, flood and vanish while others watch',
  name: 'clients-misbehave',
  fault: 'Clients that stall, flood and vanish',
  plan: { settings: { CLIENT_STALL_MS: '2000', CLIENT_BUFFER_BYTES: '65536' } },
  told: null,
  incidents: [],
  async inject(scene) {
    const { port } = scene.server();
    const all: RawWebSocket[] = [];
    for (let i = 0; i < EACH[scene.form]; i++) {
      const v1 = { path: '/ws', protocol: 'orderdeck.v1' };
      const [stalls, floods, vanishes] = await Promise.all([
        RawWebSocket.open(port, i % 2 === 0 ? { path: '/ws' } : v1),
        RawWebSocket.open(port, v1),
        RawWebSocket.open(port, v1),
      ]);
      for (const raw of [stalls, floods, vanishes]) raw.sendFrame(1, '{"type":"hello"}');
      stalls.pause();
      for (let n = 0; n < FLOOD; n++) floods.sendFrame(1, COMMAND);
      floods.pause();
      vanishes.sendFrame(1, COMMAND.slice(0, 20), { final: false });
      await vanishes.close();
      all.push(stalls, floods);
    }
    await scene.insert(3_000, 'Customer for the stalled');
    await scene.progress(40);
    await scene.lasts({ short: 1_000, full: 20_000 });
    return async () => {
      for (const raw of all) await raw.close();
    };
  },
};

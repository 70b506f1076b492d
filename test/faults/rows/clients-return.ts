import { eventually } from '../../support/eventually.ts';
import type { FaultRow } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';
import { V1Watcher } from '../v1-watcher.ts';

const CLIENTS = { short: 200, full: 1_000 };

export const clientsReturn: FaultRow = {
  title: '[FAULT-56] a thousand clients lose their connection and come back all at once',
  name: 'clients-return',
  fault: '1,000 clients vanish and reconnect all at once',
  plan: { writers: 1, commands: false },
  told: null,
  incidents: [],
  async inject(scene) {
    const crowd = Array.from({ length: CLIENTS[scene.form] }, () => new V1Watcher(scene.server().sameOriginWsUrl));
    scene.watchers.push(...crowd.map((watcher) => watcher.start()));
    await eventually('all are there', () => crowd.every(({ picture }) => picture.size > 0));
    crowds.set(scene, crowd);
    for (const watcher of crowd) watcher.vanish();
    return () =>
      eventually('all are back', () => crowd.every(({ connections }) => connections >= 2)).then(() => undefined);
  },
  async afterwards(scene) {
    const anew = crowds.get(scene)?.filter(({ snapshots }) => snapshots.length !== 1) ?? [];
    if (anew.length > 0) throw new Error(`${anew.length} clients began anew`);
  },
};

const crowds = new WeakMap<FaultScene, readonly V1Watcher[]>();

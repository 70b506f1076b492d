import { createBaseSchema, OUR_TRIGGERS, triggerNames } from '../../support/base-schema.ts';
import type { FaultRow } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';
import { within } from './killed-at.ts';

/** Statements of the upgrade of an earlier schema, in the sequence in which they come. */
const STEPS = [
  /CREATE TABLE IF NOT EXISTS orderdeck_migrations/,
  /ADD COLUMN version/,
  /ALTER TABLE orders ADD INDEX/,
  /ALTER TABLE order_changes/,
  /INSERT IGNORE INTO orderdeck_meta/,
  /CREATE TRIGGER orderdeck_1_before_insert/,
  /CREATE TRIGGER orderdeck_1_after_insert/,
  /CREATE TRIGGER orderdeck_1_after_delete/,
  /DROP TRIGGER `order_/,
  /MODIFY value MEDIUMTEXT/,
  /CREATE TABLE IF NOT EXISTS order_history/,
  /CREATE TABLE IF NOT EXISTS orderdeck_people/,
];
const EVERY = { short: 3, full: 1 };

export const killedInMigration: FaultRow = {
  title: '[FAULT-52] the server is killed in each phase of an upgrade of the schema',
  name: 'killed-in-migration',
  fault: 'Server killed with SIGKILL in each phase of a migration',
  plan: { wire: true, servers: 0, commands: false },
  told: /has not been read yet|connection closed/,
  incidents: [],
  async prepare({ database }) {
    await createBaseSchema(database);
    return {};
  },
  async inject(scene) {
    const every = EVERY[scene.form];
    const steps = STEPS.filter((_, index) => index % every === scene.seed % every);
    for (const [index, step] of steps.entries()) {
      const side = scene.random() < 0.5 ? 'statement' : 'answer';
      const reached = scene.wire.hold(step, side);
      if (index === 0) await scene.startServer({}, { until: 'listening' });
      else await scene.restart(0, {}, { until: 'listening' });
      await within(`${side} ${step}`, reached);
      await scene.look();
      await scene.progress(5);
    }
    return () => scene.restart(0);
  },
  async afterwards(scene: FaultScene) {
    const names = await triggerNames(scene.database);
    if (names.join() !== OUR_TRIGGERS.join()) throw new Error(`The triggers are ${names.join()}`);
  },
};

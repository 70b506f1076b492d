import { randomBytes } from 'node:crypto';
import type { TestDatabase } from './database.ts';

/** 2024-10-27, 01:00 UTC: clocks in this zone go back from 03:00 to 02:00, so 02:30 comes twice. */
const BACK = 1_729_990_800;

export interface RepeatedHour {
  readonly zone: string;
  /** Seconds since 1970; both show as 02:30 in the zone. */
  readonly firstPass: number;
  readonly secondPass: number;
}

/** A time zone of the test's own with one clock change; servers rarely have the real zones loaded. */
export async function withRepeatedHourZone(
  server: TestDatabase,
  run: (hour: RepeatedHour) => Promise<void>,
): Promise<void> {
  const zone = `Orderdeck/${randomBytes(4).toString('hex')}`;
  await server.query("INSERT INTO mysql.time_zone (Use_leap_seconds) VALUES ('N')");
  const [row] = await server.query<{ id: number }>('SELECT LAST_INSERT_ID() AS id');
  const id = row?.id;
  try {
    await server.query('INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES (?, ?)', [zone, id]);
    await server.query(
      `INSERT INTO mysql.time_zone_transition_type (Time_zone_id, Transition_type_id, \`Offset\`, Is_DST, Abbreviation)
       VALUES (?, 0, 3600, 0, 'WIN'), (?, 1, 7200, 1, 'SUM')`,
      [id, id],
    );
    await server.query(
      `INSERT INTO mysql.time_zone_transition (Time_zone_id, Transition_time, Transition_type_id)
       VALUES (?, 1711846800, 1), (?, ?, 0)`,
      [id, id, BACK],
    );
    await run({ zone, firstPass: BACK - 1_800, secondPass: BACK + 1_800 });
  } finally {
    for (const table of ['time_zone', 'time_zone_name', 'time_zone_transition', 'time_zone_transition_type']) {
      await server.query(`DELETE FROM mysql.${table} WHERE Time_zone_id = ?`, [id]);
    }
  }
}

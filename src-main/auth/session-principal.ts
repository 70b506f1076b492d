import type { Principal } from './principal.ts';
import type { SessionRecord } from './session-store.ts';

/** On whose behalf whoever shows this session acts: the person's, else the device's. */
export function principalOfSession({ id, person, device }: SessionRecord): Principal {
  const common = { sessionId: id, deviceId: device?.id ?? null, endsAt: null };
  const owner = person ?? device;
  // The store answers no session that belongs to nobody.
  if (owner === null) throw new Error(`Session ${id} belongs to nobody`);
  return {
    ...common,
    kind: person === null ? 'device' : 'person',
    actor: owner.name,
    role: owner.role,
    personId: person?.id ?? null,
  };
}

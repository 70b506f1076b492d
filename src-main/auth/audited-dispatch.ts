import type { Command, CommandResult } from '../../src-shared/command.ts';
import type { AuditLog } from './audit-log.ts';
import type { Principal } from './principal.ts';

/** Commands that come by a socket, on record as those that come by REST are: refusals and imports. */
export function auditedDispatch(
  dispatch: (command: Command, principal: Principal) => Promise<CommandResult>,
  audit: AuditLog,
) {
  return async (command: Command, principal: Principal, address: string): Promise<CommandResult> => {
    const by = { actor: principal.actor, address };
    const result = await dispatch(command, principal);
    if (result.kind === 'created' && !result.repeated) {
      audit.record({ kind: 'import', ...by, detail: { orders: result.orders.length } });
    }
    if (result.kind === 'problem' && result.problem.code === 'forbidden') {
      audit.record({ kind: 'refused', ...by, detail: { command: command.type } });
    }
    return result;
  };
}

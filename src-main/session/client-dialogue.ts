import { type ClientEnvelope, clientEnvelopeSchema } from '../../src-shared/client-message.ts';
import { type Command, type CommandResult, commandSchema } from '../../src-shared/command.ts';
import { problemOf } from '../../src-shared/problem.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import { parseOrThrow } from '../commands/parse-or-throw.ts';
import type { Session } from './session.ts';
import { v1Message } from './v1-protocol.ts';

export interface DialogueDeps {
  /** @param address of whoever sent it */
  readonly dispatch: (command: Command, principal: Principal, address: string) => Promise<CommandResult>;
  readonly clock: Clock;
  readonly onError: (error: unknown, session: string) => void;
}

const HELLO_MS = 10_000;
/** Commands one client may have under way; more would only queue in the database's pool. */
const MAX_COMMANDS = 32;

/**
 * What a client of `orderdeck.v1` says: `hello` once, then commands. Anything else closes the connection with a code
 * that names the reason, since a client that speaks another language cannot be helped by guessing.
 */
export class ClientDialogue {
  private greeted = false;
  private commandsUnderWay = 0;

  constructor(
    private readonly session: Session,
    private readonly principal: Principal,
    private readonly deps: DialogueDeps,
  ) {
    const timer = deps.clock.after(HELLO_MS, () => {
      if (!this.greeted) session.close('invalid-message', `No hello within ${HELLO_MS / 1000} s.`);
    });
    session.onEnd(() => timer.cancel());
  }

  /** @param text one whole message as the client sent it */
  receive(text: string): void {
    // What came in the same breath as the fault that closed the session.
    if (this.session.state === 'closed') return;
    const message = parse(text);
    if (message === null) {
      this.session.close('invalid-message', 'The message is not one of orderdeck.v1: see src-shared/PROTOCOL.md.');
      return;
    }
    switch (message.type) {
      case 'hello':
        this.hello(message.token ?? null, message.window ?? null);
        return;
      case 'command':
        if (!this.greeted) {
          this.session.close('invalid-message', 'A command before hello.');
          return;
        }
        void this.command(message.requestId, message.command);
        return;
    }
  }

  private hello(token: string | null, newest: number | null): void {
    if (this.greeted) {
      this.session.close('invalid-message', 'A second hello on one connection.');
      return;
    }
    this.greeted = true;
    this.session.begin(token, newest);
  }

  private async command(requestId: string, command: unknown): Promise<void> {
    if (this.commandsUnderWay >= MAX_COMMANDS) {
      if (this.session.isFull) {
        this.session.close('too-slow', 'This client sends commands and does not read their results.');
        return;
      }
      this.answer(requestId, {
        kind: 'problem',
        problem: problemOf(
          'rate-limited',
          `More than ${MAX_COMMANDS} commands under way at once. Wait for their results.`,
        ),
      });
      return;
    }
    this.commandsUnderWay++;
    try {
      const parsed = parseOrThrow(commandSchema, command);
      this.answer(requestId, await this.deps.dispatch(parsed, this.principal, this.session.socket.remote));
    } catch (error) {
      if (error instanceof AppError) {
        this.answer(requestId, { kind: 'problem', problem: error.problem });
        return;
      }
      this.deps.onError(error, this.session.id);
      this.answer(requestId, {
        kind: 'problem',
        problem: problemOf(
          'internal-error',
          'The server failed; the log says why. Look whether the change was made before you try again.',
        ),
      });
    } finally {
      // A result counts as under way until it is read, so that results nobody reads cannot pile up.
      await this.session.drained();
      this.commandsUnderWay--;
    }
  }

  private answer(requestId: string, result: CommandResult): void {
    this.session.answer(v1Message({ type: 'result', requestId, result }));
  }
}

function parse(text: string): ClientEnvelope | null {
  try {
    const parsed = clientEnvelopeSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

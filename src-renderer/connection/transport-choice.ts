import type { TransportKind } from './transport.ts';

/** What is known about the ways to the server; pure, moved on by `afterFailure` and `afterSuccess`. */
export interface TransportChoice {
  readonly kinds: readonly TransportKind[];
  /** Index into `kinds` of the way to try next. */
  readonly index: number;
  /** Failures to open on this way since its last success. */
  readonly failures: number;
  /** A way that has worked here is more likely lost with the server than blocked, so it is given up later. */
  readonly worked: boolean;
}

const PATIENCE_NEW = 2;
const PATIENCE_WORKED = 8;

export function firstChoice(kinds: readonly TransportKind[]): TransportChoice {
  return { kinds, index: 0, failures: 0, worked: false };
}

export function chosenKind(choice: TransportChoice): TransportKind {
  return choice.kinds[choice.index] ?? 'websocket';
}

/** The first way gets several attempts, each further one a single attempt, then the round starts again. */
export function afterFailure(choice: TransportChoice): TransportChoice {
  const failures = choice.failures + 1;
  const patience = choice.index > 0 ? 1 : choice.worked ? PATIENCE_WORKED : PATIENCE_NEW;
  if (failures < patience) return { ...choice, failures };
  return { ...choice, index: (choice.index + 1) % choice.kinds.length, failures: 0 };
}

/** The server answered on this way: stay with it. */
export function afterSuccess(choice: TransportChoice): TransportChoice {
  return { ...choice, failures: 0, worked: choice.worked || choice.index === 0 };
}

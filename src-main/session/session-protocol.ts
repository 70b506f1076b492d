import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import type { SnapshotReason } from '../../src-shared/server-message.ts';
import type { AnchoredPosition } from '../feed/change-log.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { SessionSocket } from './session-socket.ts';
import type { Snapshot, SnapshotChunk } from './snapshot.ts';

/** Changes on their way to one client, with the place they lead to. */
export interface Delivery {
  readonly changes: readonly ChangeEvent[];
  readonly at: AnchoredPosition;
  readonly epoch: string;
  /** While catching up: an estimate of how many more there are. */
  readonly remaining?: number;
}

/** How a kind of client is spoken to: `orderdeck.v1`, or the four messages of the base. */
export interface SessionProtocol<Socket extends SessionSocket = SessionSocket> {
  readonly name: 'orderdeck.v1' | 'base';
  /** The feed has no place yet, so the answer must wait: why, for those who understand it. */
  waiting(socket: Socket): void;
  /** First answer, once it is known whether the client's own place could be taken up. */
  welcome(socket: Socket, recovered: boolean): void;
  changes(delivery: Delivery): OutgoingMessage;
  snapshotBegin(socket: Socket, reason: SnapshotReason, snapshot: Pick<Snapshot, 'total' | 'window'>): void;
  snapshotChunk(socket: Socket, chunk: SnapshotChunk): void;
  snapshotEnd(socket: Socket, at: AnchoredPosition, epoch: string): void;
  /** Last words before the server closes. */
  bye(socket: Socket, code: ErrorCode, detail: string): void;
}

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { claimAnswerSchema, type PairingRequest, pairingRequestSchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import type { Clock, Timer } from '../../connection/clock.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { leaveDoor } from '../../ui/door-route.ts';
import { formatSpan } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { hrefOf } from '../../ui/route.ts';
import { DoorPage } from './door-page.tsx';
import styles from './join-page.module.css';

const words = text.door.join;
const ASK_EVERY_MS = 2_000;
const AGAIN_AFTER_MS = 5_000;

/** For a screen without camera or keyboard: it shows a code and goes on by itself once an admin has approved it. */
export function JoinPage() {
  const { clock, sessions } = useLiveConsole();
  const [request, setRequest] = useState<PairingRequest | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const asking = new Asking(clock, {
      onRequest: (next) => {
        setRequest(next);
        setFailed(false);
      },
      onFailed: () => {
        setRequest(null);
        setFailed(true);
      },
      onJoined: () => void sessions.check(),
    });
    return () => asking.end();
  }, [clock, sessions]);
  // Also when it is opened again by a device that has joined long ago: a television begins here every morning.
  const device = useStore(session, ({ info }) => (info?.principal?.kind === 'device' ? info.principal : null));
  useEffect(() => {
    if (device === null) return;
    leaveDoor(hrefOf(device.role === 'viewer' ? { view: 'wallboard' } : { view: 'orders', orderId: null }));
  }, [device]);
  return (
    <DoorPage title={words.title} hint={words.steps}>
      {request === null ? (
        <p role="status">{failed ? words.failed : words.asking}</p>
      ) : (
        <>
          <output className={styles.code} aria-label={words.code}>
            {request.code}
          </output>
          <Left until={request.expiresAt} />
        </>
      )}
    </DoorPage>
  );
}

function Left({ until }: { readonly until: string }) {
  const now = useNow(1_000);
  return <p className={styles.left}>{words.left(formatSpan(Math.max(0, Date.parse(until) - now)))}</p>;
}

interface AskingPorts {
  readonly onRequest: (request: PairingRequest) => void;
  readonly onFailed: () => void;
  readonly onJoined: () => void;
}

/** Asks for a code, then again and again whether it was approved; a code that has run out is followed by another. */
class Asking {
  readonly #clock: Clock;
  readonly #ports: AskingPorts;
  #timer: Timer | null = null;
  #ended = false;

  constructor(clock: Clock, ports: AskingPorts) {
    this.#clock = clock;
    this.#ports = ports;
    void this.#request();
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
  }

  async #request(): Promise<void> {
    const answer = await callApi(pairingRequestSchema, { method: 'POST', path: '/api/pairings/requests', body: {} });
    if (this.#ended) return;
    if (!answer.ok) {
      this.#ports.onFailed();
      this.#later((answer.retryAfterS ?? 0) * 1_000 + AGAIN_AFTER_MS, () => this.#request());
      return;
    }
    this.#ports.onRequest(answer.value);
    this.#later(ASK_EVERY_MS, () => this.#claim(answer.value));
  }

  async #claim({ claim, ...request }: PairingRequest): Promise<void> {
    const path = '/api/pairings/requests/claim';
    const answer = await callApi(claimAnswerSchema, { method: 'POST', path, body: { claim } });
    if (this.#ended) return;
    if (answer.ok && answer.value.state === 'joined') {
      this.#ports.onJoined();
      return;
    }
    const isOver = answer.ok ? Date.parse(request.expiresAt) < this.#clock.now() : isGone(answer.problem?.code);
    this.#later(ASK_EVERY_MS, () => (isOver ? this.#request() : this.#claim({ claim, ...request })));
  }

  #later(ms: number, run: () => Promise<void>): void {
    this.#timer = this.#clock.after(ms, () => void run());
  }
}

function isGone(code: string | undefined): boolean {
  return code === 'not-found' || code === 'unauthenticated' || code === 'forbidden' || code === 'conflict';
}

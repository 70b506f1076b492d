import { Button, Loader } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { callApi } from '../../connection/api-call.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { leaveDoor } from '../../ui/door-route.ts';
import { hrefOf } from '../../ui/route.ts';
import styles from './door-page.module.css';
import { DoorPage } from './door-page.tsx';
import { refusalText } from './refusal-text.ts';

const words = text.door.pair;

type State = { readonly kind: 'asking' | 'busy' | 'used' } | { readonly kind: 'failed'; readonly why: string };

interface PairPageProps {
  readonly code: string;
  /** Of the server's certificate, as the QR code has it. */
  readonly fingerprint: string | null;
}

/**
 * Behind the QR code that an admin made: this browser becomes a device. Where the code brought a fingerprint, somebody
 * looks at it first: the address came from a screen that they trust, and only they can see what the browser warned of.
 */
export function PairPage({ code, fingerprint }: PairPageProps) {
  const { sessions } = useLiveConsole();
  const principal = useStore(session, (all) => all.info?.principal ?? null);
  const [state, setState] = useState<State>({ kind: 'asking' });
  const begun = useRef(false);
  const claim = useCallback(async (): Promise<void> => {
    setState({ kind: 'busy' });
    const answer = await callApi(null, { method: 'POST', path: '/api/pairings/claim', body: { code } });
    if (answer.ok) {
      await sessions.check();
      leaveDoor(hrefOf({ view: 'orders', orderId: null }));
      return;
    }
    const isUsed = ['unauthenticated', 'forbidden', 'not-found', 'conflict'].includes(answer.problem?.code ?? '');
    setState(isUsed ? { kind: 'used' } : { kind: 'failed', why: refusalText(answer) });
  }, [code, sessions]);
  const needsWord = principal !== null || fingerprint !== null;
  useEffect(() => {
    if (needsWord || begun.current) return;
    begun.current = true;
    void claim();
  }, [needsWord, claim]);
  const home = (): void => leaveDoor(hrefOf({ view: 'orders', orderId: null }));
  if (state.kind === 'used') {
    return (
      <DoorPage title={words.used} hint={words.usedHint}>
        <Button variant="default" onClick={home}>
          {principal !== null ? text.door.back : words.toSignIn}
        </Button>
      </DoorPage>
    );
  }
  if (state.kind === 'failed') {
    return (
      <DoorPage title={words.title} hint={state.why}>
        <Button onClick={() => void claim()}>{text.door.again}</Button>
      </DoorPage>
    );
  }
  if (state.kind === 'asking' && needsWord) {
    return (
      <DoorPage title={words.title} hint={principal === null ? words.askNobody : words.ask(principal.name)}>
        {fingerprint !== null && <Fingerprint value={fingerprint} />}
        <div className={styles.actions}>
          <Button variant="default" onClick={home}>
            {text.door.cancel}
          </Button>
          <Button onClick={() => void claim()}>{words.join}</Button>
        </div>
      </DoorPage>
    );
  }
  return (
    <DoorPage title={words.title}>
      <p className={styles.busy} role="status">
        <Loader size={16} aria-hidden /> {words.busy}
      </p>
    </DoorPage>
  );
}

function Fingerprint({ value }: { readonly value: string }) {
  const groups = value.toUpperCase().match(/.{16}/g) ?? [];
  return (
    <div className={styles.fingerprint}>
      <p>{words.fingerprint}</p>
      <code>
        {groups.map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one number have no other name
          <span key={index}>{(group.match(/../g) ?? []).join(':') + (index < groups.length - 1 ? ':' : '')}</span>
        ))}
      </code>
      <p>{words.compare}</p>
    </div>
  );
}

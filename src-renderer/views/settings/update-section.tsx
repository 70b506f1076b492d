import { Button, Progress, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { UpdateState } from '../../../src-shared/desktop-bridge.ts';
import { type DesktopSettings, desktopSettingsSchema } from '../../../src-shared/desktop-settings.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import styles from './fields.module.css';
import { Row, Section } from './section.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useResult, useSave } from './use-save.ts';

const words = text.settings.updates;

interface UpdateSectionProps {
  readonly settings: DesktopSettings;
  readonly update: UpdateState;
}

export function UpdateSection({ settings: { updates }, update }: UpdateSectionProps) {
  const { result, save, busy } = useSave();
  return (
    <Section name="updates" result={result}>
      <Row label={words.state} hint={<UpdateHint update={update} />}>
        <UpdateActions update={update} />
      </Row>
      <SwitchRow
        label={words.check}
        hint={words.checkHint}
        checked={updates.check}
        onChange={(check) => save({ updates: { ...updates, check } })}
      />
      <FeedRow
        key={updates.feedUrl}
        saved={updates.feedUrl}
        busy={busy}
        onSave={(feedUrl) => void save({ updates: { ...updates, feedUrl } })}
      />
    </Section>
  );
}

function UpdateHint({ update }: { readonly update: UpdateState }) {
  switch (update.kind) {
    case 'off':
      return words.off(update.reason);
    case 'idle':
      if (update.checkedAt === null) return words.never;
      return (
        <>
          {words.idle} {words.checkedAt}: <TimeLabel iso={update.checkedAt} />
        </>
      );
    case 'checking':
      return words.checking;
    case 'failed':
      return (
        <span className={styles.bad}>
          {update.message} (<TimeLabel iso={update.checkedAt} />)
        </span>
      );
    case 'available':
      return (
        <>
          {words.available(update.version)}
          {update.notes !== null && <span className={styles.notes}>{update.notes}</span>}
        </>
      );
    case 'downloading':
      return (
        <>
          {words.downloading(update.version, Math.round(update.percent))}
          <Progress value={update.percent} size={4} mt={8} aria-label={words.downloading(update.version, 0)} />
        </>
      );
    case 'ready':
      return words.ready(update.version);
  }
}

function UpdateActions({ update }: { readonly update: UpdateState }) {
  const { result, run } = useResult();
  const busy = result?.kind === 'busy';
  const later = (
    <Button variant="default" disabled={busy} onClick={() => void run(() => callDesktop('defer-update'))}>
      {words.later}
    </Button>
  );
  return (
    <>
      <div className={styles.buttons}>
        {(update.kind === 'available' || update.kind === 'ready') && !update.deferred && later}
        {update.kind === 'available' && (
          <Button loading={busy} onClick={() => void run(() => callDesktop('download-update'))}>
            {words.download}
          </Button>
        )}
        {update.kind === 'ready' && (
          <Button loading={busy} onClick={() => void run(() => callDesktop('install-update'))}>
            {words.install}
          </Button>
        )}
        {(update.kind === 'idle' || update.kind === 'failed' || update.kind === 'checking') && (
          <Button
            variant="default"
            loading={busy || update.kind === 'checking'}
            onClick={() => void run(() => callDesktop('check-for-update'))}
          >
            {words.checkNow}
          </Button>
        )}
      </div>
      {result?.kind === 'failed' && <p className={styles.error}>{result.message}</p>}
    </>
  );
}

interface FeedRowProps {
  readonly saved: string;
  readonly busy: boolean;
  readonly onSave: (feedUrl: string) => void;
}

function FeedRow({ saved, busy, onSave }: FeedRowProps) {
  const id = useId();
  const [typed, setTyped] = useState(saved);
  const [error, setError] = useState<string | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const feedUrl = typed.trim();
    const parsed = desktopSettingsSchema.shape.updates.safeParse({ check: true, feedUrl });
    if (parsed.success) onSave(feedUrl);
    else setError(words.feedRule);
  };
  return (
    <Row label={words.feedUrl} hint={words.feedUrlHint} htmlFor={id}>
      <form className={styles.line} onSubmit={submit} noValidate>
        <TextInput
          id={id}
          aria-describedby={`${id}-hint`}
          placeholder="https://"
          value={typed}
          error={error}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setError(null);
          }}
        />
        <Button type="submit" variant="default" disabled={typed.trim() === saved || busy}>
          {words.saveFeed}
        </Button>
      </form>
    </Row>
  );
}

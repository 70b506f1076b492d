import { IconShieldExclamation } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { SessionInfo } from '../../../src-shared/session-info.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { Notice } from './notice.tsx';

const NONE: SessionInfo['warnings'] = [];

/** What makes this server unsafe, above everything else and on every screen: it cannot be put away. */
export function SafetyNotices() {
  const warnings = useStore(session, (state) => state.info?.warnings ?? NONE);
  if (warnings.length === 0) return null;
  return (
    <section aria-label={text.door.warnings.label}>
      {warnings.map((warning) => (
        <Notice
          key={warning}
          tone={warning === 'no-login' ? 'bad' : 'warn'}
          icon={<IconShieldExclamation size={16} stroke={2} aria-hidden />}
          message={text.door.warnings[warning]}
          actions={[]}
        />
      ))}
    </section>
  );
}

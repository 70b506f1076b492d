import { useStore } from 'zustand';
import { endSwitch, isShut, session } from '../../store/session.ts';
import type { DoorRoute } from '../../ui/door-route.ts';
import { BenchPage } from './bench-page.tsx';
import { FirstAdminMissing, FirstAdminPage } from './first-admin-page.tsx';
import { JoinPage } from './join-page.tsx';
import { PairPage } from './pair-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** What stands before the console: signing in, joining as a device, the first admin. */
export function Door({ route }: { readonly route: DoorRoute | null }) {
  const info = useStore(session, (state) => state.info);
  const shut = useStore(session, isShut);
  if (route !== null) {
    switch (route.kind) {
      case 'first-admin':
        return <FirstAdminPage code={route.code} />;
      case 'pair':
        return <PairPage key={route.code} code={route.code} fingerprint={route.fingerprint} />;
      case 'join':
        return <JoinPage />;
    }
  }
  if (info === null) return null;
  if (info.needsFirstAdmin && info.mode === 'shared' && shut) return <FirstAdminMissing />;
  const onCancel = shut ? null : endSwitch;
  return info.quickSwitch ? <BenchPage onCancel={onCancel} /> : <SignInPage onCancel={onCancel} onBench={null} />;
}

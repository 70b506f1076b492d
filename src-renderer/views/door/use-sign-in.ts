import { useCallback, useState } from 'react';
import type { SignIn } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { endSwitch } from '../../store/session.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { refusalText } from './refusal-text.ts';

export interface SigningIn {
  readonly busy: boolean;
  /** Why it did not work; `null` before a try and once something else is typed. */
  readonly problem: string | null;
  /** @returns whether somebody is signed in now */
  readonly signIn: (how: SignIn, wrong: string) => Promise<boolean>;
  readonly setProblem: (problem: string | null) => void;
}

/** Signs somebody in; the console opens by itself once the server says who it is. */
export function useSignIn(): SigningIn {
  const { sessions } = useLiveConsole();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const signIn = useCallback(
    async (how: SignIn, wrong: string): Promise<boolean> => {
      setBusy(true);
      setProblem(null);
      const answer = await callApi(null, { method: 'POST', path: '/api/session', body: how });
      if (answer.ok) {
        await sessions.check();
        endSwitch();
      } else {
        setProblem(refusalText(answer, wrong));
      }
      setBusy(false);
      return answer.ok;
    },
    [sessions],
  );
  return { busy, problem, signIn, setProblem };
}

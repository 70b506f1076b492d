import { useState } from 'react';
import { type ApiRequest, callApi } from '../../connection/api-call.ts';
import { refusalText } from '../door/refusal-text.ts';

/** Sends something that is saved, and says why not. */
export function useRequest(): {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly setProblem: (problem: string | null) => void;
  /** @param wrong what `unauthenticated` or `not-found` means here. @returns whether it was done */
  readonly send: (request: ApiRequest, wrong?: string) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (request: ApiRequest, wrong?: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    const answer = await callApi(null, request);
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem?.code === 'not-found' && wrong !== undefined ? wrong : refusalText(answer, wrong));
    }
    return answer.ok;
  };
  return { busy, problem, setProblem, send };
}

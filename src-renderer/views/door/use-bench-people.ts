import { useCallback, useEffect, useState } from 'react';
import { type BenchPeople, benchPeopleSchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { refusalText } from './refusal-text.ts';

/** Those who may be chosen at this bench, as long as they are being looked at. */
export function useBenchPeople(): {
  /** `null` until they are known. */
  readonly people: BenchPeople | null;
  readonly problem: string | null;
  readonly again: () => void;
} {
  const [people, setPeople] = useState<BenchPeople | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async (signal?: AbortSignal): Promise<void> => {
    setProblem(null);
    const path = '/api/session/people';
    const answer = await callApi(benchPeopleSchema, {
      method: 'GET',
      path,
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted === true) return;
    if (answer.ok) setPeople(answer.value);
    else setProblem(refusalText(answer));
  }, []);
  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal);
    return () => abort.abort();
  }, [load]);
  return { people, problem, again: () => void load() };
}

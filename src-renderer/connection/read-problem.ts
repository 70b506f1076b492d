import { type Problem, problemSchema } from '../../src-shared/problem.ts';

/** The body of an answer; `null` when it is no JSON. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Why the server refused; `null` when it did not say so in its own way, as a proxy's answer. */
export async function readProblem(response: Response): Promise<Problem | null> {
  const parsed = problemSchema.safeParse(await readJson(response));
  return parsed.success ? parsed.data : null;
}

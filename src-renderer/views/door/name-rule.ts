import { accessNameSchema, newAccessNameSchema } from '../../../src-shared/access.ts';
import { text } from '../../strings.ts';

/** Pure: what a new name of a person or a device is refused for; `null`: nothing. */
export function nameProblem(name: string): string | null {
  if (!accessNameSchema.safeParse(name).success) return text.door.nameRule;
  return newAccessNameSchema.safeParse(name).success ? null : text.door.nameTaken;
}

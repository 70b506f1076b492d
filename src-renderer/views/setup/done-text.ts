import { text } from '../../strings.ts';
import type { DatabaseDone } from './use-database-form.ts';

/** Pure: what happened on the way to the database, in one short note. */
export function doneText({ how, candidate: { name, host, port } }: DatabaseDone): string {
  const place = text.setup.done.place(name, `${host}:${port}`);
  switch (how) {
    case 'create-schema':
      return text.setup.done.created(place);
    case 'upgrade-schema':
      return text.setup.done.upgraded(place);
    case 'use':
      return text.setup.done.server(place);
  }
}

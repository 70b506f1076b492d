import type { wallboardText as english } from '../en/wallboard-text.ts';

export const wallboardText: typeof english = {
  title: 'Wandanzeige',
};

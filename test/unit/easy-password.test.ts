import { expect, test } from 'vitest';
import { isEasyPassword } from '../../src-shared/easy-password.ts';

const MIA = ['Mia Jensen'];

test.each([
  ...['password1234', 'P@ssw0rd1234', 'passwortpasswort', 'Administrator1', 'letmeinletmein', 'Sommer2026!!'],
  ...['123456789012', 'abcdefghijkl', 'qwertyuiop12', 'zaq12wsx1234', '1q2w3e4r5t6y'],
  ...['aaaaaaaaaaaa', 'abcabcabcabc', '123123123123', '111111222222'],
  ...[
    'orderdeck2026!',
    'Orderdeck!Orderdeck',
    'm i a j e n s e n'.replaceAll(' ', ''),
    'Mía Jensen 2026',
    'miamiamiamia',
  ],
])('[PPL-25] what is guessed first is no password: %s', (password) => {
  expect(isEasyPassword(password, MIA)).toBe(true);
});

test.each([
  ...['correct horse battery', 'a long enough one', 'Schlagerparade 77', 'admin of the warehouse', '839201748392'],
  ...['mia likes tall ships', 'x9!K#27@@1*&', 'пароль для склада'],
])('[PPL-26] what is not is one, whatever it is made of: %s', (password) => {
  expect(isEasyPassword(password, MIA)).toBe(false);
});

test('[PPL-25] whose password it is matters, and short parts of a name do not', () => {
  expect(isEasyPassword('jensen 2026 jensen', [])).toBe(false);
  expect(isEasyPassword('Jo harvests rye', ['Jo', ''])).toBe(false);
});

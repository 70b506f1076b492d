import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { MODES } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { type RawAnswer, rawGet } from '../support/raw-request.ts';

const UP = [
  '..',
  '%2e%2e',
  '.%2e',
  '%2E%2E',
  '%252e%252e',
  '..;',
  '%c0%ae%c0%ae',
  '%u002e%u002e',
  '....',
  '\xc0\xae\xc0\xae',
];
const SLASHES = ['/', '%2f', '%5c', '\\', '//', '%252f', '/./', '%c0%af'];
/** Files that are there, by the way from the folder of the console. */
const FILES = ['main/server.js', '../package.json', '../../../../../../../../etc/passwd'];
const INNER = /createApp|"devDependencies"|root:x:|JWT_SECRET/;

describe.each(MODES)('files, %s', (_mode, settings) => {
  const live = liveServer(settings);

  it('[SEC-40] nothing outside the folder of the console is handed out, however its path is written', async () => {
    const page = readFileSync(join(ROOT, 'out/renderer/index.html'), 'utf8');
    const targets = [...traversals(), ...STRANGE];
    const handedOut: string[] = [];
    for (let at = 0; at < targets.length; at += 50) {
      const some = targets.slice(at, at + 50);
      const answers = await Promise.all(some.map((target) => rawGet(live.server.port, target)));
      for (const [index, answer] of answers.entries()) {
        if (!isHarmless(answer, page))
          handedOut.push(`${some[index]}: ${answer.head.split('\r\n')[0]} ${answer.body.slice(0, 80)}`);
      }
    }
    expect(handedOut).toEqual([]);
    expect(targets.length).toBeGreaterThan(400);
    expect((await rawGet(live.server.port, '/')).body).toBe(page);
    expect(live.server.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** Refused, or the page that everybody is given. */
function isHarmless({ status, body }: RawAnswer, page: string): boolean {
  if (INNER.test(body)) return false;
  return status === 200 ? body === page : status >= 300 && status < 500;
}

function traversals(): string[] {
  return FILES.flatMap((file) =>
    UP.flatMap((up) =>
      SLASHES.flatMap((slash) => {
        const way = file.replace(/\//g, slash);
        return [
          `/${up}${slash}${way.replace(/\.\./g, up)}`,
          `/assets${slash}${up}${slash}${up}${slash}${way.replace(/\.\./g, up)}`,
        ];
      }),
    ),
  );
}

const STRANGE = [
  '/%00',
  '/index.html%00.js',
  '/..%00/main/server.js',
  '/index.html/',
  '/index.html/../../main/server.js',
  '/.env',
  '/%2eenv',
  '/.git/config',
  '/assets',
  '/assets/',
  '/assets/.',
  '/~root',
  '/C:/Windows/win.ini',
  '/C:%5cWindows%5cwin.ini',
  '//evil.example/index.html',
  '/\\evil.example',
  'http://127.0.0.1/../main/server.js',
  'file:///etc/passwd',
  '/etc/passwd',
  '*',
  '/index.html::$DATA',
  '/INDEX.HTML',
  '/con',
  '/?file=../../main/server.js',
  `/${'../'.repeat(500)}etc/passwd`,
  `/${'a'.repeat(8_000)}`,
];

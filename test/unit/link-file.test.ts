import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDeepLink } from '../../src-main/electron/window/deep-link.ts';
import { readStart } from '../../src-main/electron/window/link-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderdeck-link '));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a link file', () => {
  it('[PACK-30] is opened by its path, by its name in the folder of the start and by its address', () => {
    const path = file('Order 7.orderdeck', 'orders://7\r\n');
    for (const name of [path, 'Order 7.orderdeck', pathToFileURL(path).href]) {
      expect(readStart(['/opt/orderdeck', '--no-sandbox', name], folder)).toEqual({
        hidden: false,
        link: 'orders://7',
      });
    }
  });

  it('[PACK-30] may end in capitals, and a link beside it comes first', () => {
    file('CAPITALS.ORDERDECK', 'orders://8');
    expect(readStart(['orderdeck', 'CAPITALS.ORDERDECK'], folder).link).toBe('orders://8');
    expect(readStart(['orderdeck', 'CAPITALS.ORDERDECK', 'orders://9'], folder).link).toBe('orders://9');
  });

  it.each([
    ['other text', 'Please have a look at orders://7'],
    ['two links', 'orders://7\norders://8'],
    ['another scheme', 'https://localhost/7'],
    ['more than a link', `orders://7${' '.repeat(10_000)}!`.replace('7', '7/'.repeat(200))],
    ['nothing', ''],
  ])('[PACK-30] that holds %s names no order', (name, content) => {
    const path = file(`${name}.orderdeck`, content);
    const { link } = readStart(['orderdeck', path], folder);
    expect(link?.length).toBeLessThanOrEqual(256);
    expect(parseDeepLink(link ?? '')).toBeNull();
  });

  it('[PACK-30] that is not there, or no file, names no order and stops nothing', () => {
    for (const name of ['gone.orderdeck', '/.orderdeck', 'file:///%2f.orderdeck', '\0.orderdeck']) {
      expect(parseDeepLink(readStart(['orderdeck', name], folder).link ?? '')).toBeNull();
    }
  });

  it('[PACK-30] is not the program itself, nor a switch', () => {
    expect(readStart(['/x/program.orderdeck', '--user-data-dir=/x.orderdeck'], folder).link).toBeNull();
  });
});

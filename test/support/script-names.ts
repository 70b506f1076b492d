import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { atRest } from './look-at.ts';

/** Names that do something, and set `window.owned`, wherever they are not text. */
export const SCRIPT_NAMES: readonly string[] = [
  '<img src=x onerror="window.owned=1">',
  '"><svg/onload=window.owned=1>',
  '<script>window.owned=1</script>',
  'javascript:window.owned=1',
  "'-window.owned=1-'",
  '<iframe srcdoc="<script>parent.owned=1</script>">',
  '<a href="javascript:window.owned=1" autofocus onfocus="window.owned=1">x</a>',
  '{{constructor.constructor("window.owned=1")()}}',
  '<style>*{background:url(https://evil.example/)}</style>',
];
const ELEMENTS = 'img[src="x"], script:not([src]), iframe, a[href^="javascript:"], [onerror], [onload], [onfocus]';

/** Sees whether any name of a page became more than text. Make it before the page is loaded. */
export class ScriptWatch {
  private readonly dialogs: string[] = [];
  private readonly elsewhere: string[] = [];

  constructor(
    private readonly page: Page,
    origin: string,
  ) {
    page.on('dialog', (dialog) => {
      this.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) this.elsewhere.push(request.url());
    });
  }

  /** Fails when what is on the screen now, or anything since the page was opened, is or was more. @param where in words */
  readonly isText = async (where: string): Promise<void> => {
    await atRest(this.page);
    const owned = await this.page.evaluate(() => 'owned' in window);
    expect([where, owned, await this.page.locator(ELEMENTS).count()]).toEqual([where, false, 0]);
    expect([where, this.dialogs, this.elsewhere]).toEqual([where, [], []]);
  };
}

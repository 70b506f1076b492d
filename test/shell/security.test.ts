import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { eventually } from '../support/eventually.ts';
import { sourceFiles, textOf } from '../support/repository-files.ts';

/** A web site that somebody would like to get into the window. */
class ForeignSite {
  readonly visits: string[] = [];
  private constructor(private readonly server: Server) {
    server.on('request', ({ url }, response) => {
      this.visits.push(url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').end('<title>Foreign</title>');
    });
  }

  static async open(): Promise<ForeignSite> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ForeignSite(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

// The numbers are those of Electron's own checklist, https://www.electronjs.org/docs/latest/tutorial/security.
describe('the security checklist of Electron', () => {
  let database: TestDatabase;
  let app: DesktopApp;
  let page: Page;
  let site: ForeignSite;
  const requested: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    site = await ForeignSite.open();
    app = await DesktopApp.launch({ env: database.env });
    page = await app.window();
    page.on('request', (request) => requested.push(request.url()));
    await app.console();
  });
  afterAll(async () => {
    await app?.close();
    await site?.close();
    await database?.drop();
  });

  const refusals = () => app.log.filter(({ msg }) => msg?.startsWith('Refused'));
  const preferences = () =>
    app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Not among the published types, and the only way to read back what a window was made with.
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });

  it('[ESEC-1] everything the window loads comes from the program itself', async () => {
    await page.reload();
    await app.console();
    expect(requested.length).toBeGreaterThan(5);
    expect(requested.filter((url) => !/^(app:\/\/orderdeck\/|data:)/.test(url))).toEqual([]);
  });

  it('[ESEC-2] the page has no Node', async () => {
    const found = await page.evaluate(() =>
      ['process', 'require', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter((name) => name in window),
    );
    expect(found).toEqual([]);
    expect(await preferences()).toMatchObject({ nodeIntegration: false });
  });

  it('[ESEC-3] the page cannot reach or replace what the preload script uses', async () => {
    expect(await preferences()).toMatchObject({ contextIsolation: true });
    const replaced = await page.evaluate(() => {
      const own = window as unknown as { orderdeck: { call: unknown } };
      const before = own.orderdeck.call;
      try {
        own.orderdeck.call = () => 'mine';
      } catch {
        return 'frozen';
      }
      return own.orderdeck.call === before ? 'unchanged' : 'replaced';
    });
    expect(replaced).not.toBe('replaced');
  });

  it('[ESEC-4] pages run in the sandbox, and the program never switches it off', async () => {
    expect(await preferences()).toMatchObject({ sandbox: true });
    const switched = sourceFiles(['src-main'], ['.ts']).filter(({ text }) => /no-sandbox|disable-web-sec/.test(text));
    expect(switched.map(({ path }) => path)).toEqual([]);
  });

  it('[ESEC-5] permissions are refused: camera, place, notifications, reading the clipboard', async () => {
    const answers = await page.evaluate(async () => {
      const states: string[] = [];
      for (const name of ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read']) {
        states.push((await navigator.permissions.query({ name: name as PermissionName })).state);
      }
      const camera = navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'refused',
      );
      return { states, asked: await Notification.requestPermission(), camera: await camera };
    });
    expect(answers).toEqual({ states: Array(5).fill('denied'), asked: 'denied', camera: 'refused' });
  });

  it('[ESEC-6] the same-origin rule holds: another site cannot be read', async () => {
    expect(await preferences()).toMatchObject({ webSecurity: true });
    const read = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'read',
          () => 'refused',
        ),
      site.url,
    );
    expect([read, site.visits]).toEqual(['refused', []]);
  });

  it('[ESEC-7] a strict content security policy: no inline script, no eval, no style or frame from elsewhere', async () => {
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
    const ran = await page.evaluate(async (foreign) => {
      const own = window as unknown as { injected?: boolean };
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.injected = true');
      const failed = new Promise((resolve) => image.addEventListener('error', resolve));
      image.src = '/missing.png';
      document.body.append(image);
      const frame = document.createElement('iframe');
      frame.src = foreign;
      document.body.append(frame);
      await failed;
      let evaluated = true;
      try {
        new Function('return 1')();
      } catch {
        evaluated = false;
      }
      for (const element of [script, image, frame]) element.remove();
      return { injected: own.injected ?? false, evaluated };
    }, site.url);
    expect(ran).toEqual({ injected: false, evaluated: false });
    expect(site.visits).toEqual([]);
  });

  it('[ESEC-8] no insecure content is let in', async () => {
    expect(await preferences()).toMatchObject({ allowRunningInsecureContent: false });
  });

  it('[ESEC-9] no experimental features of Chromium', async () => {
    const { experimentalFeatures } = (await preferences()) as { experimentalFeatures?: boolean };
    expect(experimentalFeatures ?? false).toBe(false);
  });

  it('[ESEC-10] no features of Blink switched on one by one', async () => {
    const { enableBlinkFeatures } = (await preferences()) as { enableBlinkFeatures?: string };
    expect(enableBlinkFeatures ?? '').toBe('');
  });

  it('[ESEC-11] a webview is nothing here', async () => {
    const made = await page.evaluate((url) => {
      const view = document.createElement('webview');
      view.setAttribute('src', url);
      view.setAttribute('allowpopups', '');
      document.body.append(view);
      const isElement = 'getWebContentsId' in view;
      view.remove();
      return isElement;
    }, site.url);
    expect([made, site.visits]).toEqual([false, []]);
    expect(await preferences()).toMatchObject({ webviewTag: false });
  });

  it('[ESEC-12] and every page, whoever makes it, refuses to attach one', async () => {
    const prevented = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      let isPrevented = false;
      window.webContents.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) }, {}, { src: '' });
      window.destroy();
      return isPrevented;
    });
    expect(prevented).toBe(true);
  });

  it('[ESEC-13] the window goes nowhere else, whatever a page tries', async () => {
    const before = page.url();
    for (const url of [site.url, 'file:///etc/passwd', 'data:text/html,hi', 'javascript:document.write(1)']) {
      await page.evaluate((to) => {
        const link = document.createElement('a');
        link.href = to;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
    }
    await page.evaluate((to) => window.location.assign(to), site.url);
    await eventually('it was refused', () => refusals().some(({ address }) => address === site.url));
    expect([page.url(), site.visits]).toEqual([before, []]);
  });

  it('[ESEC-14] no page opens a window', async () => {
    const opened = await page.evaluate((url) => window.open(url, '_blank') !== null, site.url);
    expect([opened, site.visits, app.electron.windows().length]).toEqual([false, [], 1]);
  });

  it('[ESEC-15] the system is asked to open addresses of our own server only', async () => {
    await app.evaluate(({ shell }) => {
      const own = globalThis as unknown as { opened: string[] };
      own.opened = [];
      shell.openExternal = async (url) => {
        own.opened.push(url);
      };
    });
    const hostile = [site.url, 'file:///etc/passwd', 'smb://127.0.0.1/share', `${app.url}@127.0.0.1:1/`, 'orders://1'];
    for (const url of hostile) await page.evaluate((to) => void window.open(to), url);
    await page.evaluate((to) => void window.open(to), `http://localhost:${app.port}/api/docs`);
    const opened = await eventually('our own address was opened', async () => {
      const urls = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
      return urls.length > 0 && urls;
    });
    expect(opened).toEqual([`http://localhost:${app.port}/api/docs`]);
  });

  it('[ESEC-16] the version of Electron that is packed is pinned', () => {
    const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> };
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number(devDependencies.electron?.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('[ESEC-17] a page that is not the console is answered nothing, on any channel', async () => {
    const preload = join(ROOT, 'out/preload/preload.js');
    const answers = await app.evaluate(async ({ BrowserWindow, session }, script) => {
      // A session of its own, where nobody sees to it that such a page cannot be loaded.
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload: script, session: session.fromPartition('foreign'), sandbox: true },
      });
      await window.loadURL('data:text/html,<title>Foreign</title>');
      const answer = await window.webContents.executeJavaScript(`new Promise((resolve) => {
        const heard = [];
        const port = window.orderdeck.openSession({
          message: (text) => heard.push(text),
          closed: (code) => heard.push(code),
        });
        port.send('{"type":"hello"}');
        // Answered after the session's messages, had they been taken: one channel after the other, in sequence.
        window.orderdeck.call('get-state', undefined).then((result) => resolve({ heard, result }));
      })`);
      window.destroy();
      return answer as { heard: unknown[]; result: unknown };
    }, preload);
    expect(answers).toEqual({ heard: [], result: { ok: false, message: 'This page may not do that.' } });
    await eventually('each is in the log', () => {
      const channels = refusals().map(({ channel }) => channel);
      return ['orderdeck:session-open', 'orderdeck:session-send', 'orderdeck:call'].every((one) =>
        channels.includes(one),
      );
    });
  });

  it('[ESEC-18] pages come from a scheme of our own, which gives out the console and nothing else', async () => {
    expect(await page.evaluate(() => window.location.origin)).toBe('app://orderdeck');
    const paths = [
      '/../main/main.js',
      '/..%2fmain%2fmain.js',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5cmain%5cmain.js',
      '/assets/../../main/main.js',
      '/%00',
      '/%E0%A4%A',
      '//etc/passwd',
    ];
    const answers = await page.evaluate(
      (all) =>
        Promise.all(
          all.map((path) =>
            fetch(`app://orderdeck${path}`).then(
              ({ status }) => status,
              () => 0,
            ),
          ),
        ),
      paths,
    );
    expect(answers.filter((status) => status === 200)).toEqual([]);
    const file = await page.evaluate(() =>
      fetch('file:///etc/passwd').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(file).toBe('refused');
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('[ESEC-19] what the page is given is three functions, and no object of Electron', async () => {
    const given = await page.evaluate(() => {
      const { orderdeck } = window as unknown as { orderdeck: Record<string, unknown> };
      return Object.entries(orderdeck).map(([name, value]) => `${name}: ${typeof value}`);
    });
    expect(given.sort()).toEqual(['call: function', 'onEvent: function', 'openSession: function']);
  });

  it('[ESEC-20] a call of another name or with another input is refused in words, and nothing happens', async () => {
    const answers = await page.evaluate(async () => {
      const { call } = (window as unknown as { orderdeck: { call(...args: unknown[]): Promise<unknown> } }).orderdeck;
      return [
        await call('constructor', undefined),
        await call('__proto__', undefined),
        await call('save-settings', { sharing: 'yes' }),
        await call('save-settings', { sharing: true, more: 1 }),
        await call('open-in-browser', 'file:///etc/passwd'),
      ];
    });
    expect(answers.map((answer) => (answer as { ok: boolean }).ok)).toEqual([false, false, false, false, false]);
  });

  it('[ESEC-21] nothing that is sent in a session ends the program: what is no message is refused', async () => {
    const closed = await page.evaluate(() => {
      const { orderdeck } = window as unknown as { orderdeck: DesktopBridge };
      return new Promise((resolve) => {
        const port = orderdeck.openSession({ message: () => undefined, closed: resolve });
        // Far fewer characters than bytes.
        port.send('€'.repeat(30_000));
      });
    });
    expect(closed).toBe(4413);
    const before = refusals().length;
    await app.evaluate(({ BrowserWindow, ipcMain }) => {
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const event = { sender, senderFrame: sender?.mainFrame };
      ipcMain.emit('orderdeck:session-open', event, 'once');
      ipcMain.emit('orderdeck:session-open', event, 'once');
      ipcMain.emit('orderdeck:session-open', event, 'x'.repeat(65));
      ipcMain.emit('orderdeck:session-open', event);
      ipcMain.emit('orderdeck:session-send', event, 'once', { toString: () => 'text' });
      for (const count of [0, -1e9, 1e9, 0.5, Number.NaN, '1']) {
        ipcMain.emit('orderdeck:session-taken', event, 'once', count);
      }
      ipcMain.emit('orderdeck:session-close', event, ['once']);
      ipcMain.emit('orderdeck:session-close', event, 'once');
      const gone = {
        get url(): string {
          throw new Error('Render frame was disposed before WebFrameMain could be accessed');
        },
      };
      ipcMain.emit('orderdeck:session-open', { sender, senderFrame: gone }, 'late');
    });
    await eventually('each is in the log', () => refusals().length - before === 12);
  });
});

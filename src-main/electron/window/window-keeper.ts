import { app, type BrowserWindow, type WebContents } from 'electron';
import type { DesktopEvent } from '../../../src-shared/desktop-bridge.ts';
import { CHANNELS } from '../../../src-shared/desktop-channels.ts';
import { CONSOLE_URL } from '../app-scheme.ts';
import { words } from '../words/words.ts';
import { LeaveQuestion } from './leave-question.ts';
import { createMainWindow } from './main-window.ts';
import { PageOutbox } from './page-outbox.ts';
import { unreadPicture } from './pictures.ts';
import { titleWith, unreadText } from './unread.ts';
import type { WindowState, WindowStateFile } from './window-state.ts';

export interface WindowKeeperDeps {
  /** Where the built files lie: `out`. */
  readonly outDir: string;
  readonly stateFile: WindowStateFile;
  /** Whether closing the window leaves the program in the tray. */
  readonly staysInTray: () => boolean;
  /** It did so for the first time ever, which people take for the end of the program. */
  readonly onFirstStay: () => void;
  /** There is unsaved work, and the person stays with it: nothing is to end. */
  readonly onStay: () => void;
  /** Somebody looks at the window again. */
  readonly onFront: () => void;
  /** Covers the whole screen without a way out by accident, or not any more. */
  readonly onWallboard: (isWallboard: boolean) => void;
  /** The page was left, reloaded, crashed or closed: its conversations are over. */
  readonly onPageGone: (page: WebContents) => void;
}

/** What only the console knows how to do. */
const FOR_THE_CONSOLE: readonly DesktopEvent['type'][] = ['go', 'new-order', 'find', 'wallboard'];
const FIRST_STATE = { maximized: false, fullScreen: false, wallboard: false, toldOfTray: false };

/** The program's one window: opens it, brings it to the front, remembers how it looked. */
export class WindowKeeper {
  private readonly outbox = new PageOutbox((event) => this.page?.send(CHANNELS.event, event));
  private window: BrowserWindow | null = null;
  private state: WindowState | null;
  private title = 'Orderdeck';
  private unread = 0;
  /** How it looked last is put on when it is shown, since a window that is maximised shows itself. */
  private isDressed = false;
  private isQuitting = false;
  private isClosing = false;
  private readonly leaveQuestion: LeaveQuestion;
  /** Kept here: Linux tells a wallboard and a full screen by the same sign. */
  private isOnWall = false;

  constructor(private readonly deps: WindowKeeperDeps) {
    this.state = deps.stateFile.read();
    this.leaveQuestion = new LeaveQuestion(deps.onStay);
    app.on('before-quit', () => {
      this.isQuitting = true;
    });
  }

  /** @param hidden loads the page, but shows nothing until `show` */
  open({ hidden }: { readonly hidden: boolean }): void {
    const { outDir } = this.deps;
    const devTools = !app.isPackaged;
    const window = createMainWindow({ outDir, bounds: this.state?.bounds ?? null, show: !hidden, devTools });
    this.window = window;
    this.isDressed = false;
    this.follow(window);
    if (!hidden) this.dress(window);
  }

  /** Brings the window to the front, from wherever it is; opens it where there is none. */
  show(): void {
    // A window that opens now would be gone in a moment.
    if (this.window === null && !this.isQuitting) this.open({ hidden: true });
    const { window } = this;
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    this.dress(window);
    window.focus();
    this.deps.onFront();
  }

  hide(): void {
    this.window?.hide();
  }

  /** Into the task bar, where there is no tray to hide in. */
  minimize(): void {
    this.window?.minimize();
  }

  /** Reaches the page; what is told while it is being loaded reaches it then. */
  tell(event: DesktopEvent): void {
    if (FOR_THE_CONSOLE.includes(event.type)) this.backToConsole();
    this.outbox.tell(event);
  }

  /** `null` while there is none, such as after the window was closed on macOS. */
  get page(): WebContents | null {
    return this.window === null || this.window.isDestroyed() ? null : this.window.webContents;
  }

  /** Whether somebody looks at it, as far as a program can know. */
  get isInFront(): boolean {
    return this.window?.isFocused() === true && this.window.isVisible() && !this.window.isMinimized();
  }

  /**
   * Goes over the whole screen with the page's wallboard, or back. Escape and F11 do not lead out of it, and it outlives a restart: what hangs
   * on a wall must not be ended by a cloth that wipes a keyboard.
   */
  toggleWallboard(): void {
    if (this.window === null) return;
    this.isOnWall = !this.isOnWall;
    this.window.setKiosk(this.isOnWall);
    this.remember();
    this.deps.onWallboard(this.isOnWall);
    this.tell({ type: 'wallboard', on: this.isOnWall });
  }

  /** Back from the whole screen, if it is there. */
  leaveWallboard(): void {
    if (this.isOnWall) this.toggleWallboard();
  }

  /** Over the whole screen, or back; without effect on a wallboard, which has a way out of its own. */
  toggleFullScreen(): void {
    if (this.isOnWall) return;
    this.window?.setFullScreen(!this.window.isFullScreen());
  }

  /** Shows in the title and in the taskbar how many changes nobody has seen. */
  setUnread(unread: number): void {
    this.unread = unread;
    this.window?.setTitle(titleWith(unread, this.title));
    if (process.platform !== 'win32') return;
    this.window?.setOverlayIcon(
      unread === 0 ? null : unreadPicture(),
      unread === 0 ? '' : words.window.tray.unread(unreadText(unread)),
    );
  }

  /** The page about the API, or a document it leads to, does nothing that it is told. */
  private backToConsole(): void {
    const { page } = this;
    if (page === null || page.getURL().split('#')[0] === CONSOLE_URL) return;
    this.outbox.close();
    void page.loadURL(CONSOLE_URL);
  }

  private follow(window: BrowserWindow): void {
    const page = window.webContents;
    page.on('did-start-loading', () => this.outbox.close());
    page.on('did-stop-loading', () => this.outbox.open());
    page.on('did-navigate', () => {
      this.leaveQuestion.forget();
      this.deps.onPageGone(page);
    });
    page.on('will-prevent-unload', (event) => this.leaving(event, window));
    page.on('render-process-gone', () => {
      this.outbox.close();
      this.deps.onPageGone(page);
    });
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      this.title = title;
      this.setUnread(this.unread);
    });
    window.on('focus', () => this.deps.onFront());
    const remember = (): void => this.remember();
    for (const change of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(change as 'resize', remember);
    window.on('enter-full-screen', remember);
    window.on('leave-full-screen', remember);
    window.on('close', (event) => this.closing(event, window));
    window.on('closed', () => {
      this.window = null;
      this.isClosing = false;
      this.leaveQuestion.forget();
      this.outbox.close();
      this.deps.onPageGone(page);
      // On macOS the program goes on without a window.
      if (this.isOnWall) this.deps.onWallboard(false);
      this.isOnWall = false;
    });
  }

  private closing(event: { preventDefault(): void }, window: BrowserWindow): void {
    this.remember();
    if (!this.isQuitting && this.deps.staysInTray()) {
      event.preventDefault();
      window.hide();
      if (this.state?.toldOfTray !== true) this.deps.onFirstStay();
      if (this.state !== null) this.state = { ...this.state, toldOfTray: true };
      this.keep();
    } else {
      this.isClosing = true;
    }
    this.deps.stateFile.flush();
  }

  /** Its page holds unsaved work. What was under way is over until the person has answered. */
  private leaving(event: { preventDefault(): void }, window: BrowserWindow): void {
    const leave = this.isQuitting
      ? () => app.quit()
      : this.isClosing
        ? () => window.close()
        : () => this.page?.reload();
    this.isQuitting = false;
    this.isClosing = false;
    this.leaveQuestion.ask(event, window, leave);
  }

  private dress(window: BrowserWindow): void {
    if (this.isDressed) return;
    this.isDressed = true;
    const { maximized, fullScreen, wallboard } = this.state ?? FIRST_STATE;
    if (maximized) window.maximize();
    if (wallboard && !this.isOnWall) this.toggleWallboard();
    else if (fullScreen) window.setFullScreen(true);
  }

  private remember(): void {
    const { window } = this;
    // Until it wears what it wore last, it has nothing new to tell.
    if (window === null || window.isDestroyed() || !this.isDressed) return;
    const wallboard = this.isOnWall;
    const fullScreen = window.isFullScreen() && !wallboard;
    const covers = wallboard || fullScreen || window.isMinimized();
    const former = this.state ?? { ...FIRST_STATE, bounds: window.getNormalBounds() };
    this.state = {
      ...former,
      bounds: covers || window.isMaximized() ? former.bounds : window.getBounds(),
      maximized: covers ? former.maximized : window.isMaximized(),
      fullScreen,
      wallboard,
    };
    this.keep();
  }

  private keep(): void {
    if (this.state !== null) this.deps.stateFile.save(this.state);
  }
}

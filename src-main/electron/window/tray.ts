import { Menu, Tray } from 'electron';
import { trayPicture } from './pictures.ts';
import { type TrayActions, type TrayMenuState, trayMenu } from './tray-menu.ts';
import { type TrayState, trayStateOf, trayTooltip } from './tray-text.ts';

export interface TrayKeeperDeps {
  readonly actions: TrayActions;
  readonly platform: NodeJS.Platform;
  /** There is none on this desktop; everything else works. */
  readonly onAbsent: (error: unknown) => void;
}

const NOTHING_YET: TrayMenuState = { feed: null, unread: 0, sharing: false, isReady: false, isWallboard: false };

/** The icon beside the clock: whether the orders are live, how many changes nobody has seen, and the way back. */
export class TrayKeeper {
  private readonly tray: Tray | null;
  private state = NOTHING_YET;
  private drawn: TrayState = trayStateOf(NOTHING_YET.feed);

  constructor(private readonly deps: TrayKeeperDeps) {
    this.tray = this.open();
    // macOS opens the menu at a click; elsewhere a click is for the window and the other button for the menu.
    if (deps.platform !== 'darwin') this.tray?.on('click', () => deps.actions.show());
    this.draw();
  }

  /** Whether there is one. On Linux it may be there and not be seen, which no program is told. */
  get isThere(): boolean {
    return this.tray !== null;
  }

  set(change: Partial<TrayMenuState>): void {
    const next = { ...this.state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.state)) return;
    this.state = next;
    this.draw();
  }

  /** The system ticks a box at the click, whatever becomes of what was asked for. */
  redraw(): void {
    this.draw();
  }

  private open(): Tray | null {
    try {
      return new Tray(trayPicture(this.drawn, this.deps.platform));
    } catch (error) {
      this.deps.onAbsent(error);
      return null;
    }
  }

  private draw(): void {
    const { tray, state, deps } = this;
    if (tray === null) return;
    const shape = trayStateOf(state.feed);
    if (shape !== this.drawn) tray.setImage(trayPicture(shape, deps.platform));
    this.drawn = shape;
    tray.setToolTip(trayTooltip(state));
    // Linux shows the menu it was given; a change inside it does not get through.
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, deps.actions)));
  }
}

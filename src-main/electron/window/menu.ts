import { Menu } from 'electron';
import { KEYED_VIEWS } from '../../../src-shared/view-keys.ts';
import { words } from '../words/words.ts';
import { type MenuOptions, menuTemplate, viewItemId } from './menu-template.ts';

/** What the menu bar depends on. */
export interface MenuState {
  /** Before a database was chosen there is nothing to order, to look for or to look at. */
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isWallboard: boolean;
}

const NEEDS_ORDERS = ['new-order', 'find', 'check-database', ...KEYED_VIEWS.map(viewItemId)];

/** The program's menu bar, in the window or, on macOS, at the top of the screen. */
export class ProgramMenu {
  private menu: Menu;
  private state: MenuState = { isReady: false, isServing: false, isWallboard: false };

  constructor(private readonly options: MenuOptions) {
    this.menu = this.build();
  }

  set(change: Partial<MenuState>): void {
    this.state = { ...this.state, ...change };
    const { isReady, isServing, isWallboard } = this.state;
    for (const id of NEEDS_ORDERS) this.enable(id, isReady);
    this.enable('open-in-browser', isServing);
    const wallboard = this.menu.getMenuItemById('wallboard');
    if (wallboard !== null) wallboard.checked = isWallboard;
  }

  /** In the language of now. */
  retell(): void {
    this.menu = this.build();
    this.set({});
  }

  private build(): Menu {
    const menu = Menu.buildFromTemplate(menuTemplate(this.options, words.menu));
    Menu.setApplicationMenu(menu);
    return menu;
  }

  private enable(id: string, enabled: boolean): void {
    const item = this.menu.getMenuItemById(id);
    if (item !== null) item.enabled = enabled;
  }
}

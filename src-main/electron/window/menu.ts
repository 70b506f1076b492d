import { Menu } from 'electron';
import { type MenuOptions, menuTemplate } from './menu-template.ts';

/** The program's menu bar, in the window or, on macOS, at the top of the screen. */
export class ProgramMenu {
  private readonly menu: Menu;

  constructor(options: MenuOptions) {
    this.menu = Menu.buildFromTemplate(menuTemplate(options));
    Menu.setApplicationMenu(this.menu);
  }

  /** Before a database was chosen there is nothing to order, to look for or to share. */
  setReady(isReady: boolean): void {
    for (const id of ['new-order', 'find', 'monitor', 'check-database']) this.enable(id, isReady);
  }

  setServing(isServing: boolean): void {
    this.enable('open-in-browser', isServing);
  }

  setWallboard(isWallboard: boolean): void {
    const item = this.menu.getMenuItemById('wallboard');
    if (item !== null) item.checked = isWallboard;
  }

  private enable(id: string, enabled: boolean): void {
    const item = this.menu.getMenuItemById(id);
    if (item !== null) item.enabled = enabled;
  }
}

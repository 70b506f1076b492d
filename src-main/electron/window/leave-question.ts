import { type BrowserWindow, dialog } from 'electron';
import { words } from '../words/words.ts';

/**
 * Asks before unsaved work is lost with its page, which Electron otherwise keeps without a word. The question does not
 * hold up the program: what must end it, such as a signal, ends it with the question open.
 */
export class LeaveQuestion {
  private isOpen = false;
  private isAnswered = false;
  private leave: () => void = () => undefined;

  /** @param onStay the person stays: what was asked for is not to be done any more */
  constructor(private readonly onStay: () => void) {}

  /**
   * A page holds unsaved work, and is to go.
   *
   * @param event the window's `will-prevent-unload`
   * @param leave what was asked for, done again when the person does not mind
   */
  ask(event: { preventDefault(): void }, window: BrowserWindow, leave: () => void): void {
    if (this.isAnswered) {
      // Electron's way to say that the page has no say.
      event.preventDefault();
      return;
    }
    // Whoever closes the window and then quits wants the program to end.
    this.leave = leave;
    window.show();
    if (!this.isOpen) void this.open(window);
  }

  /** There is another page. */
  forget(): void {
    this.isAnswered = false;
  }

  private async open(window: BrowserWindow): Promise<void> {
    this.isOpen = true;
    const { leave: asked } = words.window;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      title: 'Orderdeck',
      message: asked.message,
      detail: asked.detail,
      buttons: [asked.stay, asked.leave],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    this.isOpen = false;
    if (response !== 1) {
      this.onStay();
      return;
    }
    this.isAnswered = true;
    this.leave();
  }
}

import type { Page } from 'playwright-core';
import type {
  DesktopBridge,
  DesktopCallAnswer,
  DesktopCallInput,
  DesktopCallName,
  DesktopResult,
  DesktopState,
} from '../../src-shared/desktop-bridge.ts';
import type { DesktopApp } from './desktop-app.ts';

/** The window's calls to the main process, as the page itself makes them. */
export class DesktopCalls {
  private constructor(private readonly page: Page) {}

  /** Once the page is there: a window begins empty. */
  static async of(app: DesktopApp): Promise<DesktopCalls> {
    const page = await app.window();
    await page.waitForFunction(() => 'orderdeck' in globalThis);
    return new DesktopCalls(page);
  }

  state(): Promise<DesktopState> {
    return this.ask('get-state', undefined);
  }

  /** @throws Error with the sentence the page would show */
  async ask<Name extends DesktopCallName>(name: Name, input: DesktopCallInput<Name>): Promise<DesktopCallAnswer<Name>> {
    const result = await this.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.message}`);
    return result.value;
  }

  /** @returns why it was refused. @throws Error when it was not */
  async refusal<Name extends DesktopCallName>(name: Name, input: DesktopCallInput<Name>): Promise<string> {
    const result = await this.call(name, input);
    if (result.ok) throw new Error(`${name} was not refused`);
    return result.message;
  }

  private call<Name extends DesktopCallName>(name: Name, input: DesktopCallInput<Name>) {
    return this.page.evaluate(
      ([call, value]) =>
        (window as unknown as { orderdeck: DesktopBridge }).orderdeck.call(call as Name, value as never),
      [name, input] as const,
    ) as Promise<DesktopResult<DesktopCallAnswer<Name>>>;
  }
}

import type {
  DesktopBridge,
  DesktopCallAnswer,
  DesktopCallInput,
  DesktopCallName,
} from '../../src-shared/desktop-bridge.ts';
import type { DesktopApp } from './desktop-app.ts';

type WithBridge = typeof globalThis & { readonly orderdeck: DesktopBridge };

/**
 * Asks the program as the page in its window does, once that page is there.
 *
 * @throws Error with the sentence that refuses it
 */
export async function askProgram<Name extends DesktopCallName>(
  app: DesktopApp,
  name: Name,
  input: DesktopCallInput<Name>,
): Promise<DesktopCallAnswer<Name>> {
  const page = await app.window();
  await page.waitForFunction(() => 'orderdeck' in globalThis);
  const result = await page.evaluate(
    ([call, value]) => (globalThis as WithBridge).orderdeck.call(call as Name, value as DesktopCallInput<Name>),
    [name, input] as const,
  );
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** A call that cannot be done, in one sentence for the person at the window. */
export class DesktopCallError extends Error {
  override readonly name = 'DesktopCallError';
}

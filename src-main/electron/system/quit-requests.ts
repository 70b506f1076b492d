import { app, BrowserWindow, powerMonitor } from 'electron';

/** Everything that asks the program to end: menu, tray and last window; signals; the end of the user's session. */
export function onQuitRequest(quit: (reason: string) => void): void {
  app.on('will-quit', (event) => {
    event.preventDefault();
    quit('quit');
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => quit(signal));
  // Linux and macOS wait for a program that says it is not done yet.
  powerMonitor.on('shutdown', (...[event]: readonly { preventDefault?(): void }[]) => {
    event?.preventDefault?.();
    quit('shutdown');
  });
  // Windows tells the windows, of which the first is there already.
  const hear = (window: BrowserWindow) => window.on('session-end', () => quit('session-end'));
  for (const window of BrowserWindow.getAllWindows()) hear(window);
  app.on('browser-window-created', (_event, window) => hear(window));
}

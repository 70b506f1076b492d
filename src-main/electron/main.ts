import '../base/node-polyfills.ts';
import { app } from 'electron';
import { registerAppScheme } from './app-scheme.ts';

app.setName('Orderdeck');
// The `appId` of the packages: Windows shows notifications of a program whose shortcut has the same.
if (process.platform === 'win32') app.setAppUserModelId('orderdeck.console');
registerAppScheme();
// A second start hands its arguments to the first, which shows itself, and ends before it has loaded anything.
if (app.requestSingleInstanceLock()) void import('./desktop.ts').then(({ runDesktop }) => runDesktop());
else app.quit();

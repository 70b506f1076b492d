import '../base/node-polyfills.ts';
import { app } from 'electron';
import { registerAppScheme } from './app-scheme.ts';

app.setName('Orderdeck');
registerAppScheme();
// A second start hands its arguments to the first, which shows itself, and ends before it has loaded anything.
if (app.requestSingleInstanceLock()) void import('./desktop.ts').then(({ runDesktop }) => runDesktop());
else app.quit();

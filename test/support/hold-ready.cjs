// Loaded into the desktop program before itself (`electron -r`): holds `ready` back until playwright is attached, which
// then calls the function below. A window that opens in that very moment can leave playwright waiting for ever.
const { close } = require('node:inspector');
const { app } = require('electron');

const { emit, exit, isReady, whenReady } = app;
const systemReady = app.whenReady();
let readyArguments = [];
let release = () => undefined;
const released = new Promise((resolve) => {
  release = resolve;
});

app.emit = (event, ...args) => {
  if (event !== 'ready') return emit.call(app, event, ...args);
  readyArguments = args;
  return true;
};
app.isReady = () => false;
app.whenReady = () => released;

globalThis.__playwright_run = async () => {
  await systemReady;
  Object.assign(app, { emit, isReady, whenReady });
  release();
  app.emit('ready', ...readyArguments);
};

// Electron 22 ends with a fault of its own, once in some forty times, when the debugger leaves while it is ending.
app.exit = (code) => {
  close();
  exit.call(app, code);
};

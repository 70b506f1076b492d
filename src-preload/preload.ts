import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { DesktopBridge, DesktopEvent } from '../src-shared/desktop-bridge.ts';
import { CHANNELS } from '../src-shared/desktop-channels.ts';

// A page that is loaded anew counts from one again: without this its sessions would have the names of the old page's.
const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
let opened = 0;

const bridge: DesktopBridge = {
  call: (name, input) => ipcRenderer.invoke(CHANNELS.call, name, input),
  onEvent(listener) {
    const hear = (_event: IpcRendererEvent, event: DesktopEvent): void => listener(event);
    ipcRenderer.on(CHANNELS.event, hear);
    return () => {
      ipcRenderer.removeListener(CHANNELS.event, hear);
    };
  },
  openSession(listener) {
    opened += 1;
    const session = `${page}-${opened}`;
    const message = (_event: IpcRendererEvent, id: string, text: string): void => {
      if (id !== session) return;
      try {
        listener.message(text);
      } finally {
        // Also one the page fails at: it is not read a second time.
        ipcRenderer.send(CHANNELS.sessionTaken, session, 1);
      }
    };
    const closed = (_event: IpcRendererEvent, id: string, code: number, reason: string): void => {
      if (id !== session) return;
      stop();
      listener.closed(code, reason);
    };
    const stop = (): void => {
      ipcRenderer.removeListener(CHANNELS.sessionMessage, message);
      ipcRenderer.removeListener(CHANNELS.sessionClosed, closed);
    };
    ipcRenderer.on(CHANNELS.sessionMessage, message);
    ipcRenderer.on(CHANNELS.sessionClosed, closed);
    ipcRenderer.send(CHANNELS.sessionOpen, session);
    return {
      send: (text) => ipcRenderer.send(CHANNELS.sessionSend, session, text),
      close() {
        stop();
        ipcRenderer.send(CHANNELS.sessionClose, session);
      },
    };
  },
};

contextBridge.exposeInMainWorld('orderdeck', bridge);

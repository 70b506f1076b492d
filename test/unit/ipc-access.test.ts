import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { expect, it, vi } from 'vitest';
import { createCommandDispatcher } from '../../src-main/commands/command-dispatcher.ts';
import { APP_HOST, APP_SCHEME } from '../../src-main/electron/app-scheme.ts';
import { IpcGateway } from '../../src-main/electron/ipc/ipc-gateway.ts';
import { CHANNELS } from '../../src-shared/desktop-channels.ts';
import { mayDo, permissionsOf } from '../../src-shared/permission.ts';
import { ROLES } from '../../src-shared/role.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { eventually } from '../support/eventually.ts';
import { EVERY_COMMAND } from '../support/every-command.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { principal } from '../support/principal.ts';
import { sessionRig } from '../support/session-rig.ts';

// The program around it: there is none in this process.
vi.mock('electron', () => ({ ipcMain: null, protocol: null }));

it('[AUTH-31] every command of the window is carried out for those who may, and refused to those who may not', async () => {
  const dispatcher = createCommandDispatcher({ orders: new MemoryOrderRepository(), onCommitted: () => undefined });
  const rig = sessionRig({ dispatch: (command, who) => dispatcher.dispatch(command, who) });
  rig.start();
  for (const role of ROLES) {
    const ipc = new EventEmitter();
    const said: ServerMessage[] = [];
    const mainFrame = { url: `${APP_SCHEME}://${APP_HOST}/` };
    const page = {
      id: 1,
      mainFrame,
      isDestroyed: () => false,
      isCrashed: () => false,
      send: (channel: string, _id: string, text: string) => {
        if (channel === CHANNELS.sessionMessage) said.push(JSON.parse(text) as ServerMessage);
      },
    } as unknown as WebContents;
    const refused: string[] = [];
    const cookies: (string | undefined)[] = [];
    const gateway = new IpcGateway({
      cookie: () => `who=${role}`,
      onRefused: (channel) => refused.push(channel),
      ipc: ipc as unknown as IpcMain,
    });
    gateway.setHost({
      openSession(socket, cookie) {
        cookies.push(cookie);
        return rig.window(socket, Promise.resolve(principal(role, role)));
      },
    });
    const event = { sender: page, senderFrame: mainFrame };
    const say = (message: object) => ipc.emit(CHANNELS.sessionSend, event, 'one', JSON.stringify(message));
    ipc.emit(CHANNELS.sessionOpen, event, 'one');
    say({ type: 'hello' });
    await eventually('it is welcome', () => said.some(({ type }) => type === 'welcome'));
    for (const [at, command] of Object.values(EVERY_COMMAND).flat().entries()) {
      const requestId = `r${at}`;
      say({ type: 'command', requestId, command });
      const answer = await eventually('it is answered', () =>
        said.find((message) => message.type === 'result' && message.requestId === requestId),
      );
      const { result } = answer as Extract<ServerMessage, { type: 'result' }>;
      const isForbidden = result.kind === 'problem' && result.problem.code === 'forbidden';
      const may = permissionsOf(command).every((permission) => mayDo(role, permission));
      expect({ role, command, isForbidden }).toEqual({ role, command, isForbidden: !may });
    }
    // Known by what the main process keeps, not by anything the page says.
    expect(cookies).toEqual([`who=${role}`]);
    // A frame that somebody got into the page says nothing.
    ipc.emit(CHANNELS.sessionSend, { sender: page, senderFrame: { url: 'https://evil.example/' } }, 'one', '{}');
    expect(refused).toEqual([CHANNELS.sessionSend]);
  }
});

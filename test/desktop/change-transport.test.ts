import { describeChangeTransport, type TransportServer } from '../contract/change-transport.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { IpcClient } from '../support/ipc-client.ts';

/** The desktop program as what serves the changes. */
class DesktopServer implements TransportServer<DesktopServer> {
  private constructor(readonly app: DesktopApp) {}

  static async start(env: Readonly<Record<string, string>>): Promise<DesktopServer> {
    return DesktopServer.live(await DesktopApp.launch({ env }));
  }

  stop(): Promise<unknown> {
    return this.app.close();
  }

  kill(): Promise<unknown> {
    return this.app.kill();
  }

  async startAgain(): Promise<DesktopServer> {
    return DesktopServer.live(await this.app.relaunch());
  }

  private static async live(app: DesktopApp): Promise<DesktopServer> {
    await app.console();
    return new DesktopServer(app);
  }
}

describeChangeTransport('IPC', {
  start: (environment) => DesktopServer.start(environment),
  connect: async ({ app }, from) =>
    IpcClient.connect(await app.window(), from && { token: from.token, picture: new Map(from.picture) }),
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { freePorts } from '../../src-main/electron/serving/free-ports.ts';
import { portHolder } from '../../src-main/electron/serving/port-holder.ts';
import { portProblem } from '../../src-main/electron/serving/port-problem.ts';
import { listeningInodes } from '../../src-main/electron/serving/proc-net-tcp.ts';
import { servingNotice } from '../../src-main/electron/serving/serving-notice.ts';
import { deferred } from '../support/deferred.ts';
import { eventually } from '../support/eventually.ts';

const releases: (() => unknown)[] = [];
afterEach(() => {
  for (const release of releases.splice(0)) release();
});

async function occupied(host = '127.0.0.1'): Promise<number> {
  const port = await freePort();
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  releases.push(() => server.close());
  return port;
}

const nobody = async () => null;

describe('portProblem', () => {
  it('[PORT-3] names each port that is in use with its program, and free ones near by', async () => {
    const PORT = await occupied();
    const WS_PORT = await occupied();
    const holder = async (port: number) => (port === PORT ? 'node (process 7)' : null);
    const problem = await portProblem({ BIND_ADDRESS: '127.0.0.1', PORT, WS_PORT }, holder);
    expect(problem).toEqual({
      kind: 'ports-in-use',
      inUse: [
        { name: 'port', port: PORT, program: 'node (process 7)' },
        { name: 'wsPort', port: WS_PORT, program: null },
      ],
      free: { port: expect.any(Number), wsPort: expect.any(Number) },
    });
    if (problem?.kind !== 'ports-in-use') throw new Error('checked above');
    const again = { BIND_ADDRESS: '127.0.0.1', PORT: problem.free.port, WS_PORT: problem.free.wsPort };
    expect(await portProblem(again, nobody)).toBe(null);
  });

  it('[PORT-3] keeps the port that can be had', async () => {
    const PORT = await occupied();
    const WS_PORT = await freePort();
    expect(await portProblem({ BIND_ADDRESS: '127.0.0.1', PORT, WS_PORT }, nobody)).toMatchObject({
      inUse: [{ name: 'port' }],
      free: { wsPort: WS_PORT },
    });
  });

  it('[PORT-4] a port that somebody has on one address cannot be had on all of them', async () => {
    const PORT = await occupied('127.0.0.2');
    const WS_PORT = await freePort();
    expect(await portProblem({ BIND_ADDRESS: '127.0.0.1', PORT, WS_PORT }, nobody)).toBe(null);
    const shared = await portProblem({ BIND_ADDRESS: '0.0.0.0', PORT, WS_PORT }, nobody);
    expect(shared).toMatchObject({ kind: 'ports-in-use', inUse: [{ name: 'port', port: PORT }] });
    if (shared?.kind !== 'ports-in-use') throw new Error('checked above');
    const { port, wsPort } = shared.free;
    expect(await portProblem({ BIND_ADDRESS: '0.0.0.0', PORT: port, WS_PORT: wsPort }, nobody)).toBe(null);
  });

  it('[PORT-5] says in plain words what no other port would repair', async () => {
    const port = await freePort();
    expect(await portProblem({ BIND_ADDRESS: '127.0.0.1', PORT: port, WS_PORT: port }, nobody)).toEqual({
      kind: 'failed',
      message: `Both ports are ${port}. Choose another one for one of them in the settings.`,
    });
    expect(await portProblem({ BIND_ADDRESS: '192.0.2.1', PORT: port, WS_PORT: port + 1 }, nobody)).toEqual({
      kind: 'failed',
      message: '192.0.2.1 is not an address of this machine. Correct BIND_ADDRESS, or take it away.',
    });
  });

  it('[PORT-13] asks who has both ports at the same time', async () => {
    const wanted = { BIND_ADDRESS: '127.0.0.1', PORT: await occupied(), WS_PORT: await occupied() };
    const answer = deferred<string | null>();
    const asked: number[] = [];
    const looked = portProblem(wanted, (port) => {
      asked.push(port);
      return answer.promise;
    });
    await eventually('it asks for both', () => asked.length === 2);
    answer.resolve('node (process 7)');
    expect(await looked).toMatchObject({ inUse: [{ program: 'node (process 7)' }, { program: 'node (process 7)' }] });
  });

  it('[PORT-6] ports that the system chooses itself are never in use', async () => {
    expect(await portProblem({ BIND_ADDRESS: '127.0.0.1', PORT: 0, WS_PORT: 0 }, nobody)).toBe(null);
  });
});

describe('freePorts', () => {
  const all = async () => true;
  it('[PORT-7] takes the next ones above, never the same twice', async () => {
    const isFree = async (port: number) => port >= 3_005;
    expect(await freePorts({ port: 3_000, wsPort: 3_001 }, isFree)).toEqual({ port: 3_005, wsPort: 3_006 });
    expect(await freePorts({ port: 3_000, wsPort: 8_080 }, all)).toEqual({ port: 3_000, wsPort: 8_080 });
    expect(await freePorts({ port: 3_000, wsPort: 3_000 }, all)).toEqual({ port: 3_000, wsPort: 3_001 });
  });

  it('[PORT-7] offers no port of the system and none that browsers refuse, and goes round at the end', async () => {
    expect(await freePorts({ port: 80, wsPort: 6_665 }, all)).toEqual({ port: 1_024, wsPort: 6_670 });
    const isFree = async (port: number) => port < 2_000;
    expect(await freePorts({ port: 65_535, wsPort: 65_534 }, isFree)).toEqual({ port: 1_024, wsPort: 1_025 });
    expect(await freePorts({ port: 1, wsPort: 2 }, async () => false)).toBe(null);
  });
});

describe('portHolder', () => {
  it.runIf(process.platform === 'linux')('[PORT-8] Linux: names the program and its process', async () => {
    const script = "require('net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)})";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    releases.push(() => child.kill('SIGKILL'));
    const [port] = await once(child.stdout, 'data');
    expect(await portHolder(Number(port))).toBe(`node (process ${child.pid})`);
    expect(await portHolder(await freePort())).toBe(null);
  });

  it('[PORT-8] macOS: from what lsof says', async () => {
    const asked: unknown[] = [];
    const ask = async (...call: unknown[]) => {
      asked.push(call);
      return 'p4711\ncControlCenter\nf12\n';
    };
    expect(await portHolder(5_000, 'darwin', ask)).toBe('ControlCenter (process 4711)');
    expect(asked).toEqual([['lsof', ['-nP', '-iTCP:5000', '-sTCP:LISTEN', '-Fpc']]]);
    expect(await portHolder(5_000, 'darwin', async () => '')).toBe(null);
  });

  it('[PORT-8] Windows: from what netstat and tasklist say, in any language', async () => {
    const netstat = [
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    10.0.0.5:49731         93.184.216.34:3000     HERGESTELLT      1111',
      '  TCP    0.0.0.0:30001          0.0.0.0:0              ABHÖREN          2222',
      '  TCP    [::]:3000              [::]:0                 ABHÖREN          4711',
    ].join('\r\n');
    const ask = async (program: string) =>
      program === 'netstat' ? netstat : '"node.exe","4711","Console","1","5 K"\r\n';
    expect(await portHolder(3_000, 'win32', ask)).toBe('node.exe (process 4711)');
    expect(await portHolder(3_001, 'win32', ask)).toBe(null);
    const quiet = async (program: string) => (program === 'netstat' ? netstat : '');
    expect(await portHolder(3_000, 'win32', quiet)).toBe('a program (process 4711)');
  });

  it('[PORT-8] nothing where the system is another one', async () => {
    expect(await portHolder(3_000, 'freebsd', async () => 'p1\nca\n')).toBe(null);
  });

  it('[PORT-9] of a table of sockets only those that listen on this very port count', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 501 1 0 100 0 0 10 0',
      '   1: 0100007F:0BB8 0100007F:E000 01 00000000:00000000 00:00000000 00000000  1000        0 502 1 0 100 0 0 10 0',
      '   2: 00000000:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 503 1 0 100 0 0 10 0',
      '',
    ].join('\n');
    expect(listeningInodes(table, 3_000)).toEqual(['501']);
    expect(listeningInodes(table, 80)).toEqual([]);
  });
});

describe('servingNotice', () => {
  it('[PORT-10] says who has the port, what that means, and what to do', () => {
    const inUse = [{ name: 'port' as const, port: 3_000, program: 'node (process 7)' }];
    const one = { kind: 'ports-in-use' as const, inUse, free: { port: 3_001, wsPort: 8_080 } };
    expect(servingNotice(one, ['WS_PORT'])).toEqual({
      id: 'ports-in-use',
      severity: 'warning',
      title: 'Port 3000 is in use',
      message:
        'node (process 7) has port 3000. So browsers cannot open the console; this window works all the same. End that program, or take the free port 3001 in the settings.',
      file: null,
      dismissible: true,
    });
    const both = [...inUse, { name: 'wsPort' as const, port: 8_080, program: null }];
    const two = { kind: 'ports-in-use' as const, inUse: both, free: { port: 3_001, wsPort: 8_081 } };
    expect(servingNotice(two, [])).toMatchObject({
      title: 'Ports 3000 and 8080 are in use',
      message: expect.stringMatching(/Another program has port 8080\..*free ports 3001 and 8081/),
    });
    expect(servingNotice({ kind: 'failed', message: 'Both ports are 1.' }, [])).toMatchObject({
      message: 'Both ports are 1. This window works all the same.',
    });
    expect(servingNotice({ kind: 'serving', urls: [], wsPort: 1, fingerprint: null }, [])).toBe(null);
    expect(servingNotice({ kind: 'off' }, [])).toBe(null);
  });

  it('[PORT-14] of the environment are changed there: the settings are not named as a way out', () => {
    const inUse = [{ name: 'wsPort' as const, port: 8_080, program: null }];
    const serving = { kind: 'ports-in-use' as const, inUse, free: { port: 3_000, wsPort: 8_081 } };
    const message = servingNotice(serving, ['DB_HOST', 'WS_PORT'])?.message;
    expect(message).toContain('change WS_PORT in the environment or .env and start Orderdeck again.');
    expect(message).not.toContain('settings');
  });
});

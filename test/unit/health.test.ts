import { afterEach, expect, it } from 'vitest';
import { type App, createApp } from '../../src-main/app.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
});

async function health(app: App): Promise<Record<string, readonly [status: number, reason: string | null]>> {
  const answers = ['/health', '/health/live', '/health/ready'].map(async (path) => {
    const { status, body } = await app.request({ method: 'GET', path, headers: {}, body: null, remote: 'window' });
    let text = '';
    for await (const chunk of body) text += String(chunk);
    const { reason, status: said } = JSON.parse(text);
    expect([path, said]).toEqual([path, status === 200 ? 'ok' : 'unavailable']);
    return [path, [status, reason]] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

it('[MET-60] a server that starts, has no database or stops is alive and not ready, and says why', async () => {
  const config = loadConfig({ PORT: '0', WS_PORT: '0', DB_PORT: '1' });
  const app = createApp({ config, logger: recordingLogger(), webAppDir: null });
  releases.push(() => app.stop());
  const notRead = [503, 'The change log has not been read yet.'];
  expect(await health(app)).toEqual({ '/health': notRead, '/health/live': [200, null], '/health/ready': notRead });
  await app.start();
  const away = await eventually('the database is away', async () => {
    const found = await health(app);
    return found['/health/ready']?.[1]?.includes('cannot be reached') === true && found;
  });
  expect(away).toMatchObject({ '/health': [503, away['/health/ready']?.[1]], '/health/live': [200, null] });
  const stopped = app.stop();
  const stopping = [503, 'The server is stopping.'];
  expect(await health(app)).toEqual({ '/health': stopping, '/health/live': [200, null], '/health/ready': stopping });
  await stopped;
});

import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postWebhook } from '../../src-main/alerts/post-webhook.ts';
import { WebhookOutbox } from '../../src-main/alerts/webhook-outbox.ts';
import { signedHeaders } from '../../src-main/alerts/webhook-signature.ts';
import { Webhooks } from '../../src-main/alerts/webhooks.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET = 'a secret of at least 24 characters';
const HOUR = 3_600_000;

const until = (check: () => void) =>
  eventually('it is as expected', () => {
    check();
    return true;
  });

describe('messages to other programs', () => {
  let folder: string;
  let clock: FakeClock;
  let receiver: WebhookReceiver;
  let logger: ReturnType<typeof recordingLogger>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orderdeck-webhooks-'));
    clock = new FakeClock();
    logger = recordingLogger();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  let ids = 0;
  async function started(): Promise<Webhooks> {
    const webhooks = new Webhooks({
      outbox: new WebhookOutbox(folder),
      urls: [receiver.url],
      secret: SECRET,
      giveUpMs: 24 * HOUR,
      post: postWebhook,
      newId: () => `msg_${++ids}`,
      clock,
      random: () => 1,
      logger,
    });
    await webhooks.start();
    return webhooks;
  }
  const files = (place: string) => readdirSync(join(folder, place));

  it('[ALRT-4] are signed as Standard Webhooks 1.0 asks, with the example of its own text', () => {
    // The key, id, time and body of the specification's reference libraries.
    const headers = signedHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('[ALRT-4] reach every address, and one that was taken is not kept', async () => {
    const webhooks = await started();
    await webhooks.send('{"type":"alert.raised"}');
    expect(files('pending')).toHaveLength(1);
    clock.advance(1);
    await until(() => expect(webhooks.figures).toMatchObject({ delivered: 1, pending: 0, problem: null }));
    await until(() => expect(files('pending')).toEqual([]));
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`);
  });

  it('[ALRT-5] are tried again with growing pauses under the same id until they are taken', async () => {
    receiver.status = 500;
    const webhooks = await started();
    await webhooks.send('{}');
    for (const [index, waitMs] of [1, 5_000, 10_000, 20_000].entries()) {
      clock.advance(waitMs);
      await until(() => expect(webhooks.figures.failures).toBe(index + 1));
    }
    expect(webhooks.figures).toMatchObject({ pending: 1, problem: 'answered with status 500' });
    receiver.status = 200;
    clock.advance(40_000);
    await until(() => expect(webhooks.figures).toMatchObject({ delivered: 1, pending: 0 }));
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('[ALRT-5] survive the end of the program', async () => {
    receiver.status = 503;
    const first = await started();
    await first.send('{"kept":true}');
    clock.advance(1);
    await until(() => expect(first.figures.failures).toBe(1));
    await first.stop();
    receiver.status = 200;
    const second = await started();
    expect(second.figures.pending).toBe(1);
    clock.advance(1);
    await until(() => expect(second.figures.delivered).toBe(1));
    expect(receiver.messages.at(-1)).toEqual({ kept: true });
  });

  it('[ALRT-6] are put aside when their time is over, kept over a restart, and sent when somebody asks', async () => {
    receiver.status = 404;
    const webhooks = await started();
    await webhooks.send('{"late":true}');
    for (let failures = 1; webhooks.figures.undelivered === 0; failures++) {
      clock.advance(HOUR);
      await until(() => expect(webhooks.figures.failures).toBe(failures));
      await until(() => expect(webhooks.figures.pending + webhooks.figures.undelivered).toBe(1));
    }
    expect(files('undelivered')).toHaveLength(1);
    await webhooks.stop();
    const again = await started();
    expect(again.figures).toMatchObject({ pending: 0, undelivered: 1 });
    receiver.status = 200;
    expect(await again.retryUndelivered()).toBe(1);
    clock.advance(1);
    await until(() => expect(again.figures).toMatchObject({ delivered: 1, undelivered: 0, pending: 0 }));
    expect(receiver.messages.at(-1)).toEqual({ late: true });
  });

  it('[ALRT-6] a damaged file stays where it is and is told', async () => {
    await (await started()).stop();
    writeFileSync(join(folder, 'pending', 'msg_x.json'), '{"id": 1');
    const webhooks = await started();
    expect(webhooks.figures.pending).toBe(0);
    expect(files('pending')).toEqual(['msg_x.json']);
    expect(logger.entries.map(({ message }) => message)).toContainEqual(expect.stringContaining('cannot be read'));
  });

  it('[ALRT-5] a receiver that is not there is told by its code and never by its address', async () => {
    const { url } = receiver;
    await receiver.close();
    expect(await postWebhook(url, '{}', {})).toBe('ECONNREFUSED');
    receiver = await WebhookReceiver.start();
  });
});

import { z } from 'zod';
import type { BusAnswer, BusMember, BusTick, BusTransport } from '../feed/bus/bus-transport.ts';
import { RedisLink, type RedisSettings } from './redis-link.ts';

export interface RedisBusOptions extends RedisSettings {
  readonly serverId: string;
  /** Before every key and channel. */
  readonly prefix: string;
}

interface Links {
  readonly talk: RedisLink;
  /** Its connection belongs to the subscription. */
  readonly hear: RedisLink;
  readonly lease: string;
  readonly fence: string;
  readonly members: string;
  readonly channel: string;
}

// One slot in a cluster: the braces. The number of a lease is never one that was given before, also after a loss of all
// data: it is above the clock of Redis and above what the server that asks knows of.
const TICK = `
local id, lease_ms, wants, known, member, member_ms = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holder = redis.call('GET', KEYS[1])
if holder and string.sub(holder, 1, #id + 1) == id .. ':' then
  if wants == '1' then
    redis.call('PEXPIRE', KEYS[1], lease_ms)
  else
    redis.call('DEL', KEYS[1])
    holder = false
  end
elseif not holder and wants == '1' then
  local last = tonumber(redis.call('GET', KEYS[2]) or '0')
  local fence = string.format('%.0f', math.max(last, known, now) + 1)
  holder = id .. ':' .. fence
  redis.call('SET', KEYS[2], fence)
  redis.call('SET', KEYS[1], holder, 'PX', lease_ms)
end
redis.call('HSET', KEYS[3], id, string.format('%.0f', now) .. ' ' .. member)
redis.call('PEXPIRE', KEYS[3], member_ms)
local members = {}
local all = redis.call('HGETALL', KEYS[3])
for i = 1, #all, 2 do
  local at, text = string.match(all[i + 1], '^(%d+) (.*)$')
  if at and now - tonumber(at) <= member_ms then
    members[#members + 1] = text
  else
    redis.call('HDEL', KEYS[3], all[i])
  end
end
return {holder or '', redis.call('PTTL', KEYS[1]), members}`;

const PUBLISH_AS = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1`;

const LEAVE = `
local holder = redis.call('GET', KEYS[1])
if holder and string.sub(holder, 1, #ARGV[1] + 1) == ARGV[1] .. ':' then redis.call('DEL', KEYS[1]) end
return redis.call('HDEL', KEYS[2], ARGV[1])`;

const MOST_UNANSWERED = 4;

const answerSchema = z.tuple([z.string(), z.number(), z.array(z.string())]);
const memberSchema = z.object({ id: z.string(), label: z.string(), clients: z.number(), seq: z.number() });

/** The bus on Redis or Valkey, one server or a cluster: a lease that ends by itself, and a channel. */
export class RedisBus implements BusTransport {
  private links: Links | null = null;
  private unanswered = 0;

  constructor(private readonly options: RedisBusOptions) {}

  /** Begins to connect and returns. @param database its name: servers of another one share nothing with these */
  async open(database: string): Promise<void> {
    const space = `${this.options.prefix}orderdeck:{${database}}`;
    this.links = {
      talk: await RedisLink.open(this.options),
      hear: await RedisLink.open(this.options),
      lease: `${space}:lease`,
      fence: `${space}:fence`,
      members: `${space}:servers`,
      channel: `${space}:changes`,
    };
  }

  subscribe(received: (text: string) => void): void {
    const { hear, channel } = this.opened;
    hear.client.on('message', (_channel: string, text: string) => received(text));
    // Made once, it is made again with each new connection; what fails here is noticed by the silence.
    const subscribe = () => void hear.client.subscribe(channel).catch(() => undefined);
    hear.client.on('ready', subscribe);
    if (hear.client.status === 'ready') subscribe();
  }

  async tick({ member, wants, knownFence, leaseMs, memberMs }: BusTick): Promise<BusAnswer> {
    const { lease, fence, members } = this.opened;
    const given = [member.id, leaseMs, wants ? '1' : '0', knownFence, JSON.stringify(member), memberMs];
    const [holder, leftMs, found] = answerSchema.parse(await this.ask(TICK, [lease, fence, members], given));
    const [leader = '', number = ''] = holder.split(':');
    return {
      holder: leader === '' ? null : { leader, fence: Number(number), leftMs: Math.max(0, leftMs) },
      members: found.flatMap(readMember),
    };
  }

  async publishAs(fence: number, text: string): Promise<boolean> {
    const { lease, channel } = this.opened;
    return (await this.ask(PUBLISH_AS, [lease], [`${this.options.serverId}:${fence}`, channel, text])) === 1;
  }

  async publish(text: string): Promise<void> {
    await this.opened.talk.client.publish(this.opened.channel, text);
  }

  async leave(): Promise<void> {
    const { lease, members } = this.opened;
    await this.ask(LEAVE, [lease, members], [this.options.serverId]);
  }

  /** What was kept under a name; `null` when it is not there any more. */
  read(name: string): Promise<string | null> {
    return this.opened.talk.client.get(this.options.prefix + name);
  }

  async keep(name: string, text: string, seconds: number): Promise<void> {
    await this.opened.talk.client.set(this.options.prefix + name, text, 'EX', seconds);
  }

  resubscribe(): void {
    this.opened.hear.client.disconnect(true);
  }

  /** What went wrong with the connection last. */
  get lastError(): Error | null {
    return this.links?.talk.lastError ?? null;
  }

  close(): void {
    this.links?.talk.close();
    this.links?.hear.close();
    this.links = null;
  }

  private get opened(): Links {
    if (this.links === null) throw new Error('Connection is closed');
    return this.links;
  }

  /** A connection of which nothing comes any more is not waited for until the system gives it up. */
  private async ask(script: string, keys: readonly string[], given: readonly (string | number)[]): Promise<unknown> {
    const { client } = this.opened.talk;
    try {
      const answer = await client.eval(script, keys.length, ...keys, ...given);
      this.unanswered = 0;
      return answer;
    } catch (error) {
      if (++this.unanswered % MOST_UNANSWERED === 0 && client.status === 'ready') client.disconnect(true);
      throw error;
    }
  }
}

function readMember(text: string): BusMember[] {
  const member = memberSchema.safeParse(JSON.parse(text));
  return member.success ? [member.data] : [];
}

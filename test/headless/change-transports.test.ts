import { describeChangeTransport } from '../contract/change-transport.ts';
import { EventStreamClient } from '../support/event-stream-client.ts';
import { PollingClient } from '../support/polling-client.ts';
import { ServerProcess } from '../support/server-process.ts';
import { V1Client } from '../support/v1-client.ts';

const start = (environment: Readonly<Record<string, string>>) => ServerProcess.start(environment);

describeChangeTransport('WebSocket', {
  start,
  connect: (server, from) =>
    V1Client.connect(server.sameOriginWsUrl, from && { token: from.token, picture: new Map(from.picture) }),
});

describeChangeTransport('server-sent events', {
  start,
  connect: (server, from) =>
    EventStreamClient.open(server.url, from && { lastEventId: from.token, picture: new Map(from.picture) }),
});

describeChangeTransport('polling', {
  start,
  connect: async (server, from) => new PollingClient(server.port, from?.token, from && new Map(from.picture)).follow(),
});

export const busText = {
  title: 'Several servers',
  explanation:
    'Servers of one database that share a Redis: one reads the change log for all. Each keeps its own place in the log, so whatever happens to Redis costs time only.',
  role: 'This server',
  roles: { leader: 'reads for all', follower: 'is told what changed', alone: 'reads for itself' },
  away: (reason: string) => `Redis is away (${reason}): reading for itself`,
  reader: 'Read by',
  nobody: 'nobody',
  thisServer: 'this server',
  heard: 'Last heard',
  fence: 'Number of the lease',
  said: 'Batches sent',
  taken: 'Batches taken',
  ownReads: 'Own reads',
  holes: 'Fell out of step',
  clients: 'Clients of all servers',
  servers: 'Servers with their clients',
  server: 'Server',
  connected: 'Clients',
  explain: {
    role: 'Whether this server reads the change log for all, is told by another what changed, or reads for itself, as without Redis. No way loses anything.',
    reader:
      'The server that holds the lease and reads the change log for all. If it goes, another takes over within two seconds.',
    heard:
      'Time since the reading server was heard, in milliseconds or seconds. After one second each server reads for itself.',
    fence:
      'Each lease has a higher number than those before, so that a server that was frozen is not listened to when it wakes up.',
    said: 'Messages that this server has sent to the others since it started, counted.',
    taken:
      'Batches of changes that this server has taken from the reading server instead of asking MySQL, counted since it started.',
    ownReads:
      'How often this server has read the change log itself since it started. It looks every two seconds whatever it is told.',
    holes:
      'How often something was missing, late or did not fit, so that this server read for itself, counted since it started.',
    clients: 'Consoles and programs that are connected to any of the servers, counted every half second.',
    server: 'Computer and process of each server that showed itself in the last three seconds.',
    connected: 'Consoles and programs that are connected to it.',
  },
};

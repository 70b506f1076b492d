/** What was handed out and asked for, in the Monitor. */
export const trafficText = {
  explanation: 'What the server has handed out, and what it was asked for, since it started.',
  names: {
    deliveries: 'Changes handed out',
    sent: 'Sent to clients',
    queued: 'Not read yet',
    snapshots: 'Whole tables sent',
    requests: 'Requests answered',
    failures: 'Of them failed',
    statements: 'SQL statements',
    statementsFailed: 'Of them failed',
  },
  explain: {
    deliveries: 'Changes times the clients they were handed to.',
    sent: 'Size of all messages to clients, before the network adds its own.',
    queued: 'Size of what was sent and clients have not taken yet.',
    snapshots: 'How often a client was given all orders: at its first visit, and when it had been away for too long.',
    requests: 'Requests to the REST interface and for the pages of the console.',
    failures: 'Requests that were answered with a fault of the server or of the database (5xx).',
    statements: 'Statements this server has sent to MySQL.',
    statementsFailed: 'Statements that MySQL refused or did not answer in time.',
  },
};

// A plain reader of the binary log, written for the comparison: it decodes each row of `orders` and sends it to each
// client as a message of its own, as programs without a change log do. It keeps no place: what is committed while it is
// away is lost.
import { createServer } from 'node:http';
import ZongJi from '@vlasky/zongji';
import mysql from 'mysql2/promise';
import { WebSocketServer } from 'ws';

const { DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME, WS_PORT } = process.env;
const address = {
  host: DB_HOST ?? '127.0.0.1',
  port: Number(DB_PORT),
  user: DB_USER ?? 'root',
  password: DB_PASSWORD ?? '',
};
const pool = mysql.createPool({ ...address, database: DB_NAME ?? '', connectionLimit: 2 });
const http = createServer();
const sockets = new WebSocketServer({ server: http });
let changeId = 0;

sockets.on('connection', async (socket) => {
  const [rows] = await pool.query('SELECT * FROM orders ORDER BY updated_at DESC');
  socket.send(JSON.stringify({ type: 'INITIAL_DATA', data: rows }));
});

/** @param {string} type @param {object | null} oldData @param {object | null} newData @param {number} timestamp */
function publish(type, oldData, newData, timestamp) {
  changeId++;
  const message = JSON.stringify({ type, data: newData ?? oldData, oldData, newData, timestamp, changeId });
  for (const client of sockets.clients) if (client.readyState === client.OPEN) client.send(message);
}

const reader = new ZongJi(address);
reader.on('binlog', (event) => {
  const { timestamp, rows = [] } = /** @type {{ timestamp: number, rows?: any[] }} */ (/** @type {unknown} */ (event));
  switch (event.getTypeName()) {
    case 'WriteRows':
      for (const row of rows) publish('INSERT', null, row, timestamp);
      break;
    case 'UpdateRows':
      for (const { before, after } of rows) publish('UPDATE', before, after, timestamp);
      break;
    case 'DeleteRows':
      for (const row of rows) publish('DELETE', row, null, timestamp);
      break;
  }
});
reader.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
reader.once('ready', () => http.listen(Number(WS_PORT), '127.0.0.1', () => console.log('ready')));
reader.start({
  serverId: 0x3000_0000 + process.pid,
  startAtEnd: true,
  includeEvents: ['tablemap', 'writerows', 'updaterows', 'deleterows'],
  includeSchema: { [DB_NAME ?? '']: ['orders'] },
});
process.on('SIGTERM', () => process.exit(0));

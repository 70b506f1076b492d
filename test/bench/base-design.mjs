// The design this product replaces, written for the comparison: a timer of 500 ms reads up to 100 rows that are not
// `processed`, sends each to each client as a message of its own, and marks them. Same triggers, same database.
import { createServer } from 'node:http';
import mysql from 'mysql2/promise';
import { WebSocketServer } from 'ws';

const { DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME, WS_PORT } = process.env;
const pool = mysql.createPool({
  host: DB_HOST ?? '127.0.0.1',
  port: Number(DB_PORT),
  user: DB_USER ?? 'root',
  password: DB_PASSWORD ?? '',
  database: DB_NAME ?? '',
  connectionLimit: 20,
});
const http = createServer();
const sockets = new WebSocketServer({ server: http });

sockets.on('connection', async (socket) => {
  const [rows] = await pool.query('SELECT * FROM orders ORDER BY updated_at DESC');
  socket.send(JSON.stringify({ type: 'INITIAL_DATA', data: rows }));
});

async function poll() {
  const [rows] = await pool.query('SELECT * FROM order_changes WHERE processed = FALSE ORDER BY id ASC LIMIT 100');
  const changes = /** @type {Record<string, unknown>[]} */ (rows);
  for (const change of changes) {
    const oldData = parsed(change.old_data);
    const newData = parsed(change.new_data);
    for (const client of sockets.clients) {
      const message = {
        type: change.operation_type,
        data: newData ?? oldData,
        oldData,
        newData,
        timestamp: change.changed_at,
        changeId: change.id,
      };
      if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
    }
    await pool.query('UPDATE order_changes SET processed = TRUE WHERE id = ?', [change.id]);
  }
}

/** @param {unknown} json MySQL hands out objects, MariaDB text */
function parsed(json) {
  return typeof json === 'string' ? JSON.parse(json) : json;
}

let busy = false;
setInterval(async () => {
  if (busy) return;
  busy = true;
  await poll().finally(() => {
    busy = false;
  });
}, 500);
http.listen(Number(WS_PORT), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));

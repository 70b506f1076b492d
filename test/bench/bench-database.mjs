import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';

/** @typedef {import('mysql2/promise').Connection} Connection */

/** A database of its own on the server of BENCH_DATABASE_URL, and how a program of ours is told of it. */
export class BenchDatabase {
  /**
   * @param {Connection} admin
   * @param {{ host: string, port: number, user: string, password: string }} server
   * @param {string} name
   */
  constructor(admin, server, name) {
    this.admin = admin;
    this.server = server;
    this.name = name;
    /** @type {Record<string, string>} */
    this.environment = {
      DB_HOST: server.host,
      DB_PORT: String(server.port),
      DB_USER: server.user,
      DB_PASSWORD: server.password,
      DB_NAME: name,
    };
  }

  /** @param {string} kind part of its name */
  static async create(kind) {
    const url = new URL(process.env.BENCH_DATABASE_URL ?? '');
    const server = {
      host: url.hostname,
      port: Number(url.port),
      user: url.username || 'root',
      password: decodeURIComponent(url.password),
    };
    const admin = await mysql.createConnection(server);
    const name = `od_bench_${kind}_${process.pid}`;
    await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    return new BenchDatabase(admin, server, name);
  }

  connect() {
    return mysql.createConnection({ ...this.server, database: this.name });
  }

  async drop() {
    await this.admin.query(`DROP DATABASE ${this.name}`);
    await this.admin.end();
  }
}

/** Adds orders until there are so many. @param {Connection} writer @param {number} count */
export async function fillOrders(writer, count) {
  const [[{ have }]] = /** @type {any} */ (await writer.query('SELECT COUNT(*) AS have FROM orders'));
  for (let i = have; i < count; i += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - i) }, (_, n) => [`Customer ${i + n}`, 'Laptop']);
    await writer.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
  }
}

/**
 * Changes orders with ids from 1 to `orders` at a steady pace, ten times that pace in statements of ten rows each.
 *
 * @param {Connection} writer
 * @param {{ perSecond: number, seconds: number, orders: number }} load
 * @returns {Promise<number>} changes per second that were written
 */
export async function writeSteadily(writer, { perSecond, seconds, orders }) {
  const started = performance.now();
  const each = Math.max(1, perSecond / 100);
  let written = 0;
  while (performance.now() - started < seconds * 1000) {
    const due = started + (written * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    const from = 1 + Math.floor(Math.random() * (orders - each));
    await writer.query('UPDATE orders SET product_name = ? WHERE id BETWEEN ? AND ?', [
      `P ${written}`,
      from,
      from + each - 1,
    ]);
    written += each;
  }
  return round(written / ((performance.now() - started) / 1000));
}

/** To one decimal. @param {number} value */
export function round(value) {
  return Math.round(value * 10) / 10;
}

/** @param {readonly number[]} values @param {number} share from 0 to 1 @returns {number} */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

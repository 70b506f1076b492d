// Loaded into the server under soak before anything else: collects its garbage when asked and tells what is left.
const { readdirSync } = require('node:fs');

let warnings = 0;
process.on('warning', () => {
  warnings++;
});

process.on('message', async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  /** @type {Record<string, number>} */
  const handles = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  process.send({
    heap: heapUsed / 2 ** 20,
    external: external / 2 ** 20,
    rss: rss / 2 ** 20,
    // Timers come and go with what is under way; what leaks is what they would be for.
    handles: Object.entries(handles).reduce((sum, [kind, count]) => sum + (kind === 'Timeout' ? 0 : count), 0),
    timers: handles.Timeout ?? 0,
    files: readdirSync('/proc/self/fd').length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    warnings,
  });
});
process.channel?.unref();

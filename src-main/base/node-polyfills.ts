import diagnosticsChannel from 'node:diagnostics_channel';
import dcPolyfill from 'dc-polyfill';

// Node 16 (Electron 22's) lacks tracingChannel, which Fastify 5 and pino 10 call while they load.
if (!('tracingChannel' in diagnosticsChannel)) Object.assign(diagnosticsChannel, dcPolyfill);

import './base/node-polyfills.ts';
import './base/small-heap.ts';

// Loaded after those two have run: what both programs share would otherwise be loaded before either of them.
void import('./run-server.ts').then(({ runServer }) => runServer());

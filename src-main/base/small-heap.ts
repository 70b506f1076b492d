import { setFlagsFromString } from 'node:v8';

// V8 lets the space for young objects grow to 3 x 16 MB before it collects: a third of this server's memory, for
// nothing. Must run before much has been allocated. Measured with 100 clients: 39 instead of 46 to 58 MB anonymous
// memory, and no difference in throughput.
setFlagsFromString('--max-semi-space-size=2');
setFlagsFromString('--semi-space-growth-factor=1');

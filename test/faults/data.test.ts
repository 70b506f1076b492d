import { faultMatrix } from './fault-matrix.ts';
import { deadlocks } from './rows/deadlocks.ts';
import { olderDump } from './rows/older-dump.ts';
import { rightsWithdrawn } from './rows/rights-withdrawn.ts';
import { triggerDropped } from './rows/trigger-dropped.ts';

faultMatrix('the data', [deadlocks, rightsWithdrawn, triggerDropped, olderDump]);

import { faultMatrix } from './fault-matrix.ts';
import { serverSleeps } from './rows/server-sleeps.ts';

faultMatrix('sleep', [serverSleeps]);

import { faultMatrix } from './fault-matrix.ts';
import { serverSleeps } from './rows/server-sleeps.ts';
import { serverStopsInTransaction } from './rows/server-stops-in-transaction.ts';

faultMatrix('sleep', [serverStopsInTransaction, serverSleeps]);

import { faultMatrix } from './fault-matrix.ts';
import { databaseFrozen } from './rows/database-frozen.ts';
import { databaseKilled } from './rows/database-killed.ts';
import { diskFull } from './rows/disk-full.ts';
import { replicaPromoted } from './rows/replica-promoted.ts';

faultMatrix('the database server', [databaseKilled, databaseFrozen, diskFull, replicaPromoted]);

import { faultMatrix } from './fault-matrix.ts';
import { clockSet } from './rows/clock-set.ts';
import { killedInCleanup } from './rows/killed-in-cleanup.ts';
import { killedInMigration } from './rows/killed-in-migration.ts';
import { killedInPoll } from './rows/killed-in-poll.ts';
import { memoryLimit } from './rows/memory-limit.ts';
import { serversStutter } from './rows/servers-stutter.ts';

faultMatrix('the servers', [killedInPoll, killedInCleanup, killedInMigration, serversStutter, clockSet, memoryLimit]);

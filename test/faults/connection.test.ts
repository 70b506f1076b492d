import { faultMatrix } from './fault-matrix.ts';
import { connectionCut } from './rows/connection-cut.ts';
import { connectionDelayed } from './rows/connection-delayed.ts';
import { connectionHalfClosed } from './rows/connection-half-closed.ts';
import { connectionThrottled } from './rows/connection-throttled.ts';

faultMatrix('the connection', [connectionCut, connectionDelayed, connectionThrottled, connectionHalfClosed]);

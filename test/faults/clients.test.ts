import { faultMatrix } from './fault-matrix.ts';
import { clientsMisbehave } from './rows/clients-misbehave.ts';
import { clientsReturn } from './rows/clients-return.ts';

faultMatrix('the clients', [clientsMisbehave, clientsReturn]);

import { FakeClock } from '../support/fake-clock.ts';
import { MemoryPeopleStore } from '../support/memory-people-store.ts';
import { describePeopleStore } from './people-store.ts';

describePeopleStore('in memory', async () => new MemoryPeopleStore(new FakeClock()));

import { REDIS_PROGRAM } from '../support/redis-server.ts';
import { faultMatrix } from './fault-matrix.ts';
import { redisFlushed, redisKilled, redisPartitioned } from './rows/redis.ts';

faultMatrix('Redis between servers', [redisKilled, redisPartitioned, redisFlushed], REDIS_PROGRAM !== null);

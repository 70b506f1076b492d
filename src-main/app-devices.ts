import type { FastifyInstance } from 'fastify';
import type { Access } from './auth/access.ts';
import type { AuditLog } from './auth/audit-log.ts';
import { DeviceConnections } from './auth/device-connections.ts';
import { Devices } from './auth/devices.ts';
import { Pairings } from './auth/pairings.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Config } from './config/config.ts';
import type { AccessCookies } from './http/access-cookies.ts';
import { deviceRoutes } from './http/device-routes.ts';
import { type OwnPlace, ownUrls } from './http/own-urls.ts';
import { pairingRoutes } from './http/pairing-routes.ts';
import { MysqlDeviceStore } from './mysql/mysql-device-store.ts';
import { MysqlPairingStore } from './mysql/mysql-pairing-store.ts';
import type { Database } from './mysql/pool.ts';
import type { Logger } from './observability/logger.ts';

/** Where the server is reached, as soon as it listens. */
export interface ServingPlace extends OwnPlace {
  readonly fingerprint: string | null;
}

export interface AppDevicesOptions {
  readonly config: Pick<Config, 'ALLOWED_HOSTS'>;
  readonly database: Database;
  readonly logger: Logger;
  readonly audit: AuditLog;
  readonly access: Access;
  readonly cookies: AccessCookies;
  readonly sessions: Sessions;
  /** Looks now whether somebody has lost a right. */
  readonly look: () => Promise<void>;
  readonly place: () => ServingPlace | null;
}

/** The paired devices, and how they join. */
export interface AppDevices {
  readonly routes: (app: FastifyInstance) => void;
  /** `Access.watch`, which counts the connections of each device on its way. */
  readonly watch: Access['watch'];
  /** A session at this device is in use from this address. Never fails. */
  seen(deviceId: number, address: string): void;
}

export function createAppDevices(options: AppDevicesOptions): AppDevices {
  const { config, database, logger, audit, access, cookies, sessions, look, place } = options;
  const store = new MysqlDeviceStore(database);
  const connections = new DeviceConnections(access);
  const devices = new Devices({ store, audit, connectionsOf: (id) => connections.of(id), look });
  const pairings = new Pairings({ store: new MysqlPairingStore(database), devices: store, sessions, audit });
  return {
    routes(app) {
      deviceRoutes(app, { devices });
      pairingRoutes(app, {
        access,
        pairings,
        devices,
        cookies,
        serving(origin) {
          const now = place();
          if (now === null) return { urls: [], fingerprint: null };
          return { urls: ownUrls(now, origin, config.ALLOWED_HOSTS), fingerprint: now.fingerprint };
        },
      });
    },
    watch: connections.watch,
    seen(deviceId, address) {
      store.seen(deviceId, address).catch((error: unknown) => {
        logger.debug({ error }, 'When a device was last seen could not be noted');
      });
    },
  };
}

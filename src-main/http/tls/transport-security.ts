import { X509Certificate } from 'node:crypto';
import type { Server } from 'node:tls';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Config } from '../../config/config.ts';
import { usesTls } from '../../config/transport-mode.ts';
import type { Logger } from '../../observability/logger.ts';
import type { CertificateSource } from './certificate-source.ts';
import { givenCertificate } from './given-certificate.ts';
import { machineNames } from './machine-names.ts';
import type { KeyPair } from './make-certificate.ts';
import { ownCertificate } from './own-certificate.ts';

/** How the ports are protected. */
export interface Transport {
  /** Whether they speak HTTPS and WSS. */
  readonly isSecure: boolean;
  /** Of a certificate that was given, hence one that browsers know: they may be told to come by HTTPS alone. */
  readonly isGiven: boolean;
  /** SHA-256 of the certificate in hex pairs, `A1:B2:…`; `null` without one, or before it was first loaded. */
  readonly fingerprint: string | null;
}

/** How often it is looked whether the certificate, or the machine's addresses, have changed, in milliseconds. */
const LOOK_MS = 10 * 60_000;

/** Holds the certificate of both ports and keeps it fresh: connections that are open keep the one they began with. */
export class TransportSecurity implements Transport {
  readonly isSecure: boolean;
  readonly isGiven: boolean;
  private readonly source: CertificateSource;
  private readonly servers = new Set<Server>();
  private current: KeyPair | null = null;
  private fingerprintOfCurrent: string | null = null;
  private timer: Timer | null = null;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.isSecure = usesTls(config);
    this.isGiven = this.isSecure && config.TLS_CERT_FILE !== '';
    const now = () => clock.now();
    this.source = this.isGiven
      ? givenCertificate(config)
      : ownCertificate({ folder: config.STATE_DIR, names: () => machineNames(config), now });
  }

  get fingerprint(): string | null {
    return this.fingerprintOfCurrent;
  }

  /** Before a port is opened; may be called again. @throws ConfigError when there is no certificate to be had */
  async start(): Promise<void> {
    if (!this.isSecure) return;
    if (this.current === null) this.use(await this.source.load());
    this.timer ??= this.clock.every(LOOK_MS, () => void this.refresh());
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  /** Uses this certificate for new connections of `server`, and each one that follows it. */
  protect(server: Server): void {
    this.servers.add(server);
    if (this.current !== null) server.setSecureContext(contextOf(this.current));
  }

  /** Looks now: the network is another one, or the files were changed. What is wrong with them is logged. */
  async refresh(): Promise<void> {
    if (!this.isSecure || this.current === null) return;
    try {
      this.use(await this.source.load());
    } catch (error) {
      this.logger.warn({ error }, 'The certificate could not be renewed; the former one is kept');
    }
  }

  private use(pair: KeyPair): void {
    if (this.current?.certificate === pair.certificate && this.current.key === pair.key) return;
    const certificate = new X509Certificate(pair.certificate);
    for (const server of this.servers) server.setSecureContext(contextOf(pair));
    const isAnother = this.current !== null;
    this.current = pair;
    this.fingerprintOfCurrent = certificate.fingerprint256;
    const facts = { fingerprint: certificate.fingerprint256, until: certificate.validTo };
    if (Date.parse(certificate.validTo) < this.clock.now())
      this.logger.warn(facts, `The certificate has expired on ${certificate.validTo}; browsers refuse it`);
    // The first one is told with the address, once there is one.
    else if (isAnother) this.logger.info(facts, `The certificate is another one now: ${certificate.fingerprint256}`);
  }
}

function contextOf({ certificate, key }: KeyPair) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' as const };
}

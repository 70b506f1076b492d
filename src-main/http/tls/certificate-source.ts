import type { KeyPair } from './make-certificate.ts';

/** Where the server's certificate comes from. */
export interface CertificateSource {
  /** By whoever runs the server, hence known to its browsers; else made by the program. */
  readonly isGiven: boolean;
  /** The certificate as it should be now. @throws ConfigError when it cannot be had */
  load(): Promise<KeyPair>;
}

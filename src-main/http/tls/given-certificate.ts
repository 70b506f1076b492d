import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, ConfigError } from '../../config/config.ts';
import type { CertificateSource } from './certificate-source.ts';

/** The certificate of TLS_CERT_FILE (with those between it and its authority after it) and TLS_KEY_FILE. */
export function givenCertificate({
  TLS_CERT_FILE,
  TLS_KEY_FILE,
}: Pick<Config, 'TLS_CERT_FILE' | 'TLS_KEY_FILE'>): CertificateSource {
  return {
    isGiven: true,
    async load() {
      const certificate = readText('TLS_CERT_FILE', TLS_CERT_FILE);
      const key = readText('TLS_KEY_FILE', TLS_KEY_FILE);
      const got = (name: string, file: string) => `${name}: got ${JSON.stringify(file)}`;
      const first = parsed(() => new X509Certificate(certificate));
      if (first === null)
        throw new ConfigError(`${got('TLS_CERT_FILE', TLS_CERT_FILE)}, takes a file with a certificate in PEM form`);
      const secret: KeyObject | null = parsed(() => createPrivateKey(key));
      if (secret === null)
        throw new ConfigError(
          `${got('TLS_KEY_FILE', TLS_KEY_FILE)}, takes a file with a private key in PEM form, without a password`,
        );
      if (!first.checkPrivateKey(secret))
        throw new ConfigError(`${got('TLS_KEY_FILE', TLS_KEY_FILE)}, which is not the key of TLS_CERT_FILE`);
      return { certificate, key };
    },
  };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${name}: got ${JSON.stringify(file)}, takes a file that can be read: ${(error as Error).message}`,
    );
  }
}

function parsed<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    // Whatever the library says of it, it is not what was asked for.
    return null;
  }
}

import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { SslOptions } from 'mysql2';
import type { DatabaseTls } from '../../src-shared/database-check.ts';
import { CertificateFileError } from './mysql-error.ts';

/** How connections to the database server are protected, and by whose certificates it is known. */
export interface TlsSettings {
  readonly mode: DatabaseTls;
  /** Path of a PEM file with the certificates of the authority; empty: those of the system. */
  readonly caFile: string;
}

/**
 * What the driver is to do about TLS; `null`: nothing. The file is read for each connection, so that a new authority
 * needs no restart.
 *
 * @throws CertificateFileError when the file cannot be used
 */
export function tlsOptions({ mode, caFile }: TlsSettings): SslOptions | null {
  switch (mode) {
    case 'off':
      return null;
    case 'no-verify':
      return { rejectUnauthorized: false };
    case 'verify':
      return caFile === '' ? systemOptions() : { ...VERIFY, ca: readAuthority(caFile) };
  }
}

const VERIFY = { rejectUnauthorized: true, verifyIdentity: true };

function readAuthority(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CertificateFileError(`DB_TLS_CA: the file ${file} cannot be read (${(error as Error).message}).`);
  }
  try {
    // The driver would take a file without certificates for an authority that signed nothing.
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new CertificateFileError(`DB_TLS_CA: the file ${file} holds no certificate in PEM form.`);
  }
}

// Where Linux, BSD and macOS keep theirs in one file.
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
let ofSystem: SslOptions | null = null;

/** One object for all connections: the driver then parses the hundreds of certificates once. */
function systemOptions(): SslOptions {
  ofSystem ??= { ...VERIFY, ca: [...tls.rootCertificates, ...systemCertificates()] };
  return ofSystem;
}

/** Authorities that the owner of this machine trusts, in addition to those that Node.js knows. */
function systemCertificates(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
  if (getCACertificates !== undefined) return getCACertificates('system');
  const bundle = BUNDLES.find((file) => existsSync(file));
  return bundle === undefined ? [] : [readFileSync(bundle, 'utf8')];
}

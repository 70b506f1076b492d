import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '../../config/config.ts';
import type { CertificateSource } from './certificate-source.ts';
import type { CertificateNames } from './machine-names.ts';
import type { KeyPair } from './make-certificate.ts';

export interface OwnCertificateDeps {
  /** Where it is kept; made when missing. */
  readonly folder: string;
  readonly names: () => CertificateNames;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
/** A new one is made so long before the end: somebody who trusts it by hand sees it in working hours. */
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** A laptop meets many networks; those it was in longest ago are dropped first. */
const MAX_ADDRESSES = 40;

/**
 * The program's own certificate: kept with its key in one file that only this user can read, and made anew when it
 * would soon end or the machine has a name or address that it does not cover. Former addresses stay in it, so that a
 * machine that goes back and forth between two networks keeps one certificate.
 */
export function ownCertificate({ folder, names, now }: OwnCertificateDeps): CertificateSource {
  const file = join(folder, 'certificate.pem');
  return {
    isGiven: false,
    async load() {
      const kept = read(file);
      const wanted = names();
      if (kept !== null && !needsAnother(kept.certificate, wanted, now())) return kept;
      const { makeCertificate } = await import('./make-certificate.ts');
      const made = await makeCertificate(kept === null ? wanted : withFormer(kept.certificate, wanted), now());
      write(folder, file, made);
      return made;
    },
  };
}

/** Whether a certificate would soon end, or lacks a name or address. @param now milliseconds since 1970 */
export function needsAnother(pem: string, wanted: CertificateNames, now: number): boolean {
  const certificate = new X509Certificate(pem);
  if (now > Date.parse(certificate.validTo) - RENEW_BEFORE_MS || now < Date.parse(certificate.validFrom)) return true;
  const covered = namesOf(certificate);
  return (
    wanted.names.some((name) => !covered.names.includes(name)) ||
    // IPv6 addresses of a machine change by the day, and nobody types them.
    wanted.addresses.some((address) => isIPv4(address) && certificate.checkIP(address) === undefined)
  );
}

function withFormer(pem: string, wanted: CertificateNames): CertificateNames {
  const former = namesOf(new X509Certificate(pem));
  return {
    names: wanted.names,
    addresses: [...new Set([...wanted.addresses, ...former.addresses])].slice(0, MAX_ADDRESSES),
  };
}

function namesOf({ subjectAltName = '' }: X509Certificate): CertificateNames {
  const entries = subjectAltName.split(', ');
  const of = (kind: string) =>
    entries.filter((entry) => entry.startsWith(kind)).map((entry) => entry.slice(kind.length));
  return { names: of('DNS:'), addresses: of('IP Address:').map(shortAddress) };
}

// Node writes IPv6 addresses out in full; the system does not.
function shortAddress(address: string): string {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

/** `null` when there is none yet, or what is there is none. */
function read(file: string): KeyPair | null {
  try {
    const text = readFileSync(file, 'utf8');
    const at = text.indexOf('-----BEGIN PRIVATE KEY-----');
    const [certificate, key] = [text.slice(0, at), text.slice(at)];
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)) ? { certificate, key } : null;
  } catch {
    // Missing, unreadable or damaged: another one is made in its place, and if that cannot be written, it is said.
    return null;
  }
}

/** @throws ConfigError when the folder cannot be written to */
function write(folder: string, file: string, { certificate, key }: KeyPair): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const beside = `${file}.new`;
    writeFileSync(beside, certificate + key, { mode: 0o600 });
    chmodSync(beside, 0o600);
    renameSync(beside, file);
  } catch (error) {
    throw new ConfigError(
      `STATE_DIR: got ${JSON.stringify(folder)}, takes a folder this user can write to: ${(error as Error).message}`,
    );
  }
}

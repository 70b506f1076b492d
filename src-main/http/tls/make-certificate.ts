import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateNames } from './machine-names.ts';

/** Certificate and private key, both as PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** Browsers of Apple refuse certificates of servers that live longer than 398 days. */
const LIFE_DAYS = 397;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A certificate that signs itself and can sign nothing else: whoever trusts it trusts this one server. Loaded only
 * when one has to be made, since the library takes its time and memory.
 *
 * @param now milliseconds since 1970
 */
export async function makeCertificate({ names, addresses }: CertificateNames, now: number): Promise<KeyPair> {
  // Two descriptions of one interface, the browser's and Node's, differ in algorithms that are not used here.
  cryptoProvider.set(webcrypto as unknown as typeof globalThis.crypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ O: ['Orderdeck'] }, { CN: [commonName(names)] }],
    // A day back: the clocks of tablets are late.
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + (LIFE_DAYS - 1) * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

// The field holds 64 characters; browsers look at the names beside it alone.
function commonName(names: readonly string[]): string {
  return (names.find((name) => name !== 'localhost') ?? 'localhost').slice(0, 64);
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as paths of PEM files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** An authority of a test's own, which signs whatever it is asked to. */
export class TestAuthority {
  private constructor(private readonly folder: string) {}

  static create(): TestAuthority {
    const authority = new TestAuthority(mkdtempSync(join(tmpdir(), 'orderdeck-ca-')));
    const { certificate, key } = authority.files('authority');
    openssl('req', '-x509', ...NEW_KEY, '-keyout', key, '-out', certificate, ...SUBJECT, '-days', '2');
    return authority;
  }

  /** Path of its own certificate. */
  get certificate(): string {
    return this.files('authority').certificate;
  }

  /** Path of a certificate of the same authority and key that has expired. */
  expired(): string {
    const { key } = this.files('authority');
    const { certificate } = this.files('expired');
    const [request, extensions] = [join(this.folder, 'expired.csr'), join(this.folder, 'expired.ext')];
    openssl('req', '-new', '-key', key, '-out', request, ...SUBJECT);
    writeFileSync(extensions, 'basicConstraints=CA:TRUE\n');
    const by = ['-signkey', key, '-days', '-1', '-extfile', extensions];
    openssl('x509', '-req', '-in', request, '-out', certificate, ...by);
    return certificate;
  }

  /** @param names as in a certificate, for example `DNS:localhost,IP:127.0.0.1` */
  issue(name: string, names: string): CertificateFiles {
    const { certificate, key } = this.files(name);
    const [request, extensions] = [join(this.folder, `${name}.csr`), join(this.folder, `${name}.ext`)];
    openssl('req', ...NEW_KEY, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
    writeFileSync(extensions, `subjectAltName=${names}\n`);
    const signer = this.files('authority');
    const by = ['-CA', signer.certificate, '-CAkey', signer.key, '-CAcreateserial'];
    openssl('x509', '-req', '-in', request, ...by, '-out', certificate, '-days', '2', '-extfile', extensions);
    return { certificate, key };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private files(name: string): CertificateFiles {
    return { certificate: join(this.folder, `${name}.pem`), key: join(this.folder, `${name}.key`) };
  }
}

const SUBJECT = ['-subj', '/CN=Test authority'];
const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}

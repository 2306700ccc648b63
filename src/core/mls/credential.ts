import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { refuse } from './mlsError.ts';

/** Credential types (RFC 9420 section 17.5). */
export const credentialTypes = { basic: 1, x509: 2 } as const;

/** `Credential` of RFC 9420 section 5.3. What an identity says is for the application to judge. */
export type Credential =
  | { readonly type: 'basic'; readonly identity: Uint8Array }
  | { readonly type: 'x509'; readonly certificates: readonly Uint8Array[] };

export function readCredential(reader: TlsReader): Credential {
  const type = reader.uint16();
  if (type === credentialTypes.basic) return { type: 'basic', identity: reader.opaque() };
  if (type === credentialTypes.x509) {
    return { type: 'x509', certificates: reader.vector((certificate) => certificate.opaque()) };
  }
  return refuse('Mls.InvalidMessage', 'unknownCredential', 'A credential has an unknown type.', { type });
}

export function writeCredential(writer: TlsWriter, credential: Credential): void {
  writer.uint16(credentialTypes[credential.type]);
  if (credential.type === 'basic') writer.opaque(credential.identity);
  else writer.vector(credential.certificates, (inner, certificate) => inner.opaque(certificate));
}

/** The identity bytes of a basic credential; empty for a certificate. */
export const credentialIdentity = (credential: Credential): Uint8Array =>
  credential.type === 'basic' ? credential.identity : new Uint8Array();

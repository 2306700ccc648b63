import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { type HpkeCiphertext, readHpkeCiphertext, writeHpkeCiphertext } from './encryptWithLabel.ts';
import { type PreSharedKeyId, readPreSharedKeyId, writePreSharedKeyId } from './preSharedKeyId.ts';

/** `EncryptedGroupSecrets` of RFC 9420 section 12.4.3.1. */
export interface EncryptedGroupSecrets {
  /** The key package ref of the new member. */
  readonly newMember: Uint8Array;
  readonly encryptedGroupSecrets: HpkeCiphertext;
}

/** `Welcome` of RFC 9420 section 12.4.3.1. */
export interface Welcome {
  readonly cipherSuite: number;
  readonly secrets: readonly EncryptedGroupSecrets[];
  readonly encryptedGroupInfo: Uint8Array;
}

/** `GroupSecrets` of RFC 9420 section 12.4.3.1. */
export interface GroupSecrets {
  readonly joinerSecret: Uint8Array;
  readonly pathSecret: Uint8Array | undefined;
  readonly psks: readonly PreSharedKeyId[];
}

export function readWelcome(reader: TlsReader): Welcome {
  return {
    cipherSuite: reader.uint16(),
    secrets: reader.vector((item) => ({
      newMember: item.opaque(),
      encryptedGroupSecrets: readHpkeCiphertext(item),
    })),
    encryptedGroupInfo: reader.opaque(),
  };
}

export function writeWelcome(writer: TlsWriter, welcome: Welcome): void {
  writer
    .uint16(welcome.cipherSuite)
    .vector(welcome.secrets, (item, secrets) => {
      item.opaque(secrets.newMember);
      writeHpkeCiphertext(item, secrets.encryptedGroupSecrets);
    })
    .opaque(welcome.encryptedGroupInfo);
}

export function readGroupSecrets(reader: TlsReader): GroupSecrets {
  return {
    joinerSecret: reader.opaque(),
    pathSecret: reader.optional((path) => path.opaque()),
    psks: reader.vector(readPreSharedKeyId),
  };
}

export function writeGroupSecrets(writer: TlsWriter, secrets: GroupSecrets): void {
  writer
    .opaque(secrets.joinerSecret)
    .optional(secrets.pathSecret, (path, secret) => path.opaque(secret))
    .vector(secrets.psks, writePreSharedKeyId);
}

/** The key package refs that a welcome is addressed to. */
export const welcomeKeyPackageRefs = (welcome: Welcome): readonly Uint8Array[] =>
  welcome.secrets.map(({ newMember }) => newMember);

import { utf8Encode } from '../bytes/bytes.ts';
import type { TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import type { Random } from '../ports.ts';
import type { CipherSuite } from './cipherSuite.ts';

/** `HPKECiphertext` of RFC 9420 section 7.6. */
export interface HpkeCiphertext {
  readonly kemOutput: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export function readHpkeCiphertext(reader: TlsReader): HpkeCiphertext {
  return { kemOutput: reader.opaque(), ciphertext: reader.opaque() };
}

export function writeHpkeCiphertext(writer: TlsWriter, value: HpkeCiphertext): void {
  writer.opaque(value.kemOutput).opaque(value.ciphertext);
}

const empty = new Uint8Array();

/** `EncryptContext`. */
const encryptContext = (label: string, context: Uint8Array): Uint8Array =>
  new TlsWriter(64 + context.length)
    .opaque(utf8Encode(`MLS 1.0 ${label}`))
    .opaque(context)
    .finish();

/** `EncryptWithLabel` of RFC 9420 section 5.1.3. */
export function encryptWithLabel(
  suite: CipherSuite,
  publicKey: Uint8Array,
  label: string,
  context: Uint8Array,
  plaintext: Uint8Array,
  random: Random,
): HpkeCiphertext {
  const { enc, ciphertext } = suite.hpke.sealBase(
    publicKey,
    encryptContext(label, context),
    empty,
    plaintext,
    random,
  );
  return { kemOutput: enc, ciphertext };
}

/** `DecryptWithLabel`. @throws Crypto.OpenFailed, Crypto.InvalidKey */
export function decryptWithLabel(
  suite: CipherSuite,
  privateKey: Uint8Array,
  label: string,
  context: Uint8Array,
  { kemOutput, ciphertext }: HpkeCiphertext,
): Uint8Array {
  return suite.hpke.openBase(kemOutput, privateKey, encryptContext(label, context), empty, ciphertext);
}

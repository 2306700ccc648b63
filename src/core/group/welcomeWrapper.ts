import { utf8Encode } from '../bytes/bytes.ts';
import { decodeTls } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { chacha20Poly1305 } from '../crypto/aead.ts';
import { dhkemX25519 } from '../crypto/dhkemX25519.ts';
import { createHpke, type Hpke } from '../crypto/hpke.ts';
import { xWing } from '../crypto/xWing.ts';
import type { Random } from '../ports.ts';

/** How a welcome is wrapped for one installation (`WelcomeWrapperAlgorithm`). */
export const wrapperAlgorithms = { curve25519: 1, xWing: 2, symmetric: 3 } as const;

/** The algorithms with a key pair. */
export type WrapperAlgorithm = typeof wrapperAlgorithms.curve25519 | typeof wrapperAlgorithms.xWing;

/** libxmtp reads every number it does not know, 0 included, as Curve25519; 3 is no key pair's. */
export const readWrapperAlgorithm = (value: number): WrapperAlgorithm | undefined => {
  if (value === wrapperAlgorithms.xWing) return value;
  return value === wrapperAlgorithms.symmetric ? undefined : wrapperAlgorithms.curve25519;
};

const hpkeByAlgorithm: Readonly<Record<WrapperAlgorithm, Hpke>> = {
  [wrapperAlgorithms.curve25519]: createHpke({ kem: dhkemX25519, aead: chacha20Poly1305 }),
  [wrapperAlgorithms.xWing]: createHpke({ kem: xWing, aead: chacha20Poly1305 }),
};

export const wrapperPublicKeyLength = (algorithm: WrapperAlgorithm): number =>
  hpkeByAlgorithm[algorithm].kem.publicKeyLength;

/** `EncryptContext` of RFC 9420 section 5.1.3 with an empty context. */
const info = new TlsWriter().opaque(utf8Encode('MLS 1.0 MLS_WELCOME')).opaque(new Uint8Array()).finish();
const noAad = new Uint8Array();

export interface WrappedWelcome {
  /** `HPKECiphertext` of RFC 9420: KEM output and ciphertext. */
  readonly data: Uint8Array;
  /** A second ciphertext under the same context. */
  readonly metadata: Uint8Array;
}

/**
 * Hides a welcome and its metadata from everyone but one installation.
 *
 * @throws Crypto.InvalidKey when `publicKey` is not one of the algorithm
 */
export const wrapWelcome = (
  algorithm: WrapperAlgorithm,
  publicKey: Uint8Array,
  welcome: Uint8Array,
  metadata: Uint8Array,
  random: Random,
): WrappedWelcome => {
  const { enc, context } = hpkeByAlgorithm[algorithm].setupSender(publicKey, info, random);
  const data = new TlsWriter().opaque(enc).opaque(context.seal(noAad, welcome)).finish();
  return { data, metadata: context.seal(noAad, metadata) };
};

/**
 * The two plaintexts of {@link wrapWelcome}; the metadata is empty when the message carries none.
 *
 * @throws Codec.Malformed, Crypto.OpenFailed or Crypto.InvalidKey
 */
export const unwrapWelcome = (
  algorithm: WrapperAlgorithm,
  privateKey: Uint8Array,
  wrapped: WrappedWelcome,
): { readonly welcome: Uint8Array; readonly metadata: Uint8Array } => {
  const [enc, ciphertext] = decodeTls(wrapped.data, (reader) => [reader.opaque(), reader.opaque()] as const);
  const context = hpkeByAlgorithm[algorithm].setupReceiver(enc, privateKey, info);
  const welcome = context.open(noAad, ciphertext);
  const metadata = wrapped.metadata.length === 0 ? wrapped.metadata : context.open(noAad, wrapped.metadata);
  return { welcome, metadata };
};

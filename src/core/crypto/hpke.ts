import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import type { Random } from '../ports.ts';
import type { Aead } from './aead.ts';
import type { Kem } from './kem.ts';
import { createLabeledHkdf } from './labeledHkdf.ts';

/** One direction of an HPKE context. The sequence number counts up with each seal or open that succeeds. */
export interface HpkeContext {
  seal(aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** @throws Crypto.OpenFailed; the sequence number then stays */
  open(aad: Uint8Array, ciphertext: Uint8Array): Uint8Array;
  /** RFC 9180 section 5.3. */
  export(exporterContext: Uint8Array, length: number): Uint8Array;
}

/** HPKE in base mode (RFC 9180), KDF HKDF-SHA256. */
export interface Hpke {
  readonly kem: Kem;
  readonly aead: Aead;
  /** @throws Crypto.InvalidKey when `publicKey` is not one of this KEM */
  setupSender(
    publicKey: Uint8Array,
    info: Uint8Array,
    random: Random,
  ): { readonly enc: Uint8Array; readonly context: HpkeContext };
  /**
   * @param publicKey the pair's other half when at hand: spares one scalar multiplication with X25519
   * @throws Crypto.InvalidKey when `enc` or `privateKey` is malformed
   */
  setupReceiver(
    enc: Uint8Array,
    privateKey: Uint8Array,
    info: Uint8Array,
    publicKey?: Uint8Array,
  ): HpkeContext;
  /** Single shot: RFC 9180 section 6.1. */
  sealBase(
    publicKey: Uint8Array,
    info: Uint8Array,
    aad: Uint8Array,
    plaintext: Uint8Array,
    random: Random,
  ): { readonly enc: Uint8Array; readonly ciphertext: Uint8Array };
  /** @throws Crypto.OpenFailed, or Crypto.InvalidKey when `enc` is malformed */
  openBase(
    enc: Uint8Array,
    privateKey: Uint8Array,
    info: Uint8Array,
    aad: Uint8Array,
    ciphertext: Uint8Array,
    publicKey?: Uint8Array,
  ): Uint8Array;
}

const kdfId = 0x0001;
const baseMode = Uint8Array.of(0);
const empty = new Uint8Array();

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);

export const createHpke = ({ kem, aead }: { readonly kem: Kem; readonly aead: Aead }): Hpke => {
  const labeled = createLabeledHkdf(
    concatBytes(utf8Encode('HPKE'), uint16(kem.id), uint16(kdfId), uint16(aead.hpkeId)),
  );
  const pskIdHash = labeled.extract(empty, 'psk_id_hash', empty);

  /** `KeySchedule` of RFC 9180 section 5.1, with no PSK. */
  const keySchedule = (sharedSecret: Uint8Array, info: Uint8Array): HpkeContext => {
    const scheduleContext = concatBytes(baseMode, pskIdHash, labeled.extract(empty, 'info_hash', info));
    const secret = labeled.extract(sharedSecret, 'secret', empty);
    const key = labeled.expand(secret, 'key', scheduleContext, aead.keyLength);
    const baseNonce = labeled.expand(secret, 'base_nonce', scheduleContext, aead.nonceLength);
    let sequence = 0;

    const nonce = (): Uint8Array => {
      const bytes = baseNonce.slice();
      // Far below the limit of RFC 9180: XMTP seals twice under one context, MLS once.
      if (sequence > 0xffffffff) {
        throw new WalletInboxError('Crypto.InvalidKey', 'An HPKE context is used up.');
      }
      for (let shift = 0; shift < 4; shift += 1) {
        const at = bytes.length - 1 - shift;
        bytes[at] = (bytes[at] ?? 0) ^ ((sequence >>> (8 * shift)) & 0xff);
      }
      return bytes;
    };

    return {
      seal(aad, plaintext) {
        const ciphertext = aead.seal(key, nonce(), aad, plaintext);
        sequence += 1;
        return ciphertext;
      },
      open(aad, ciphertext) {
        const plaintext = aead.open(key, nonce(), aad, ciphertext);
        sequence += 1;
        return plaintext;
      },
      export(exporterContext, length) {
        const exporterSecret = labeled.expand(secret, 'exp', scheduleContext, 32);
        return labeled.expand(exporterSecret, 'sec', exporterContext, length);
      },
    };
  };

  const setupSender: Hpke['setupSender'] = (publicKey, info, random) => {
    const { enc, sharedSecret } = kem.encap(publicKey, random);
    return { enc, context: keySchedule(sharedSecret, info) };
  };
  const setupReceiver: Hpke['setupReceiver'] = (enc, privateKey, info, publicKey) =>
    keySchedule(kem.decap(enc, privateKey, publicKey), info);

  return {
    kem,
    aead,
    setupSender,
    setupReceiver,
    sealBase(publicKey, info, aad, plaintext, random) {
      const { enc, context } = setupSender(publicKey, info, random);
      return { enc, ciphertext: context.seal(aad, plaintext) };
    },
    openBase: (enc, privateKey, info, aad, ciphertext, publicKey) =>
      setupReceiver(enc, privateKey, info, publicKey).open(aad, ciphertext),
  };
};

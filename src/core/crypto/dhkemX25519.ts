import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import type { Kem } from './kem.ts';
import { createLabeledHkdf } from './labeledHkdf.ts';
import { x25519PublicKey, x25519SharedSecret } from './x25519.ts';

const id = 0x0020;
const labeled = createLabeledHkdf(concatBytes(utf8Encode('KEM'), Uint8Array.of(id >> 8, id & 0xff)));
const empty = new Uint8Array();

/** `ExtractAndExpand` of RFC 9180 section 4.1. */
const extractAndExpand = (dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array): Uint8Array =>
  labeled.expand(labeled.extract(empty, 'eae_prk', dh), 'shared_secret', concatBytes(enc, recipient), 32);

const derive: Kem['derive'] = (ikm) => {
  const privateKey = labeled.expand(labeled.extract(empty, 'dkp_prk', ikm), 'sk', empty, 32);
  return { privateKey, publicKey: x25519PublicKey(privateKey) };
};

/** DHKEM(X25519, HKDF-SHA256) of RFC 9180 section 4.1. */
export const dhkemX25519: Kem = {
  id,
  publicKeyLength: 32,
  privateKeyLength: 32,
  encapLength: 32,
  derive,
  publicKey: x25519PublicKey,
  encap(publicKey, random) {
    const ephemeral = derive(random.bytes(32));
    const dh = x25519SharedSecret(ephemeral.privateKey, publicKey);
    return { enc: ephemeral.publicKey, sharedSecret: extractAndExpand(dh, ephemeral.publicKey, publicKey) };
  },
  decap(enc, privateKey, publicKey = x25519PublicKey(privateKey)) {
    return extractAndExpand(x25519SharedSecret(privateKey, enc), enc, publicKey);
  },
};

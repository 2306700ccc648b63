import { utf8Encode } from '../bytes/bytes.ts';
import { ed25519phSign, ed25519phVerify } from '../crypto/ed25519.ts';

/** Keeps a signature of the identity log from being taken for one of another use of the same key. */
const context = utf8Encode('IDENTITY UPDATE SIGNATURE');

/**
 * An installation's signature of an identity update: Ed25519ph over the signature text.
 *
 * @param seed the 32-byte private key of the installation, which is also its MLS signature key
 */
export const signWithInstallationKey = (seed: Uint8Array, text: string): Uint8Array =>
  ed25519phSign(seed, utf8Encode(text), context);

export const verifyInstallationSignature = (
  publicKey: Uint8Array,
  text: string,
  signature: Uint8Array,
): boolean => ed25519phVerify(publicKey, utf8Encode(text), signature, context);

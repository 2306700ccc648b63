import { WalletInboxError } from '../errors.ts';

/**
 * AES-256-GCM (NIST SP 800-38D) and SHA-256 of whole files, by the platform's WebCrypto: off the worker's thread, which
 * a few megabytes would hold up.
 */

type Bytes = Uint8Array<ArrayBuffer>;

const keyFor = (key: Uint8Array, nonce: Uint8Array, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> => {
  if (key.length !== 32 || nonce.length !== 12) {
    throw new WalletInboxError('Crypto.InvalidKey', 'A key or nonce has the wrong length.', {
      details: { keyLength: key.length, nonceLength: nonce.length },
    });
  }
  return crypto.subtle.importKey('raw', key as Bytes, 'AES-GCM', false, [use]);
};

/**
 * Ciphertext and 16-byte tag.
 *
 * @throws Crypto.InvalidKey unless the key is 32 bytes and the nonce 12
 */
export const sealAes256Gcm = async (
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> => {
  const cryptoKey = await keyFor(key, nonce, 'encrypt');
  const parameters = { name: 'AES-GCM', iv: nonce as Bytes };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, cryptoKey, plaintext as Bytes));
};

/** @throws Crypto.OpenFailed for what this key and nonce did not seal; Crypto.InvalidKey */
export const openAes256Gcm = async (
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array> => {
  const cryptoKey = await keyFor(key, nonce, 'decrypt');
  const parameters = { name: 'AES-GCM', iv: nonce as Bytes };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, cryptoKey, ciphertext as Bytes));
  } catch {
    // As with every cipher here: which check failed is nobody's business.
    throw new WalletInboxError('Crypto.OpenFailed', 'A ciphertext did not open under its key.');
  }
};

/** SHA-256 (FIPS 180-4), 32 bytes, of a file. */
export const sha256OfFile = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes));

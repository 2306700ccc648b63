import { bytesToHex } from '../bytes/hex.ts';
import { ed25519Verify } from './ed25519.ts';

/** One Ed25519 signature that must hold. */
export interface SignatureCheck {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Imported keys by hex: a page of messages has few senders. Public keys only. */
const keyCache = new Map<string, Promise<CryptoKey>>();
const keyCacheLimit = 512;

/** Set to false for good once WebCrypto refuses the algorithm's name. */
let webCryptoHasEd25519 = true;

/**
 * Verifies a page of signatures at once, in the order given: WebCrypto's Ed25519, which works off the thread and in
 * parallel, or the JavaScript one where a browser lacks it. A malformed key or signature is a false one.
 */
export const verifySignatures = (checks: readonly SignatureCheck[]): Promise<boolean[]> =>
  Promise.all(checks.map(verifyOne));

const verifyOne = async (check: SignatureCheck): Promise<boolean> => {
  if (check.publicKey.length !== 32 || check.signature.length !== 64) return false;
  if (webCryptoHasEd25519) {
    try {
      const key = await importedKey(check.publicKey);
      return await crypto.subtle.verify('Ed25519', key, ownBuffer(check.signature), ownBuffer(check.message));
    } catch (error) {
      if (error instanceof Error && error.name === 'NotSupportedError') webCryptoHasEd25519 = false;
    }
  }
  return ed25519Verify(check.publicKey, check.message, check.signature);
};

const importedKey = (publicKey: Uint8Array): Promise<CryptoKey> => {
  const name = bytesToHex(publicKey);
  const cached = keyCache.get(name);
  if (cached !== undefined) return cached;
  const imported = crypto.subtle.importKey('raw', ownBuffer(publicKey), 'Ed25519', false, ['verify']);
  // Oldest first out; a group has at most 250 members with 10 installations, a page has far fewer senders.
  for (const oldest of keyCache.keys()) {
    if (keyCache.size < keyCacheLimit) break;
    keyCache.delete(oldest);
  }
  keyCache.set(name, imported);
  return imported;
};

/** WebCrypto's types refuse views over shared memory, which nothing here makes. */
const ownBuffer = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

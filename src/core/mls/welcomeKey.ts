import type { CipherSuite } from './cipherSuite.ts';
import { expandWithLabel } from './deriveSecret.ts';

const empty = new Uint8Array();

/** What the GroupInfo of a welcome is encrypted under (RFC 9420 section 12.4.3.1). */
export function welcomeKey(
  { aead }: CipherSuite,
  welcomeSecret: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  return {
    key: expandWithLabel(welcomeSecret, 'key', empty, aead.keyLength),
    nonce: expandWithLabel(welcomeSecret, 'nonce', empty, aead.nonceLength),
  };
}

/** What storage asks of encryption at rest; core/crypto's Sealer is one. Synchronous: no transaction waits for it. */
export interface RecordSealer {
  seal(plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  /** Throws when these bytes were not sealed by this key under this `aad`. */
  open(sealed: Uint8Array, aad: Uint8Array): Uint8Array;
}

import { type Aead, chacha20Poly1305 } from '../crypto/aead.ts';
import { dhkemX25519 } from '../crypto/dhkemX25519.ts';
import { createHpke, type Hpke } from '../crypto/hpke.ts';

/** What differs between cipher suites here (RFC 9420 section 17.1): hash, KEM and signature are fixed. */
export interface CipherSuite {
  readonly id: number;
  readonly aead: Aead;
  readonly hpke: Hpke;
}

/** KDF.Nh: the length of a SHA-256 hash and of every secret. */
export const hashLength = 32;

/** Only the suite-1 test vectors need another suite than {@link suite3}. */
export const unsafeCipherSuite = (id: number, aead: Aead): CipherSuite => ({
  id,
  aead,
  hpke: createHpke({ kem: dhkemX25519, aead }),
});

/** MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519. */
export const suite3: CipherSuite = unsafeCipherSuite(3, chacha20Poly1305);

/** mls10 (RFC 9420 section 6). */
export const protocolVersion = 1;

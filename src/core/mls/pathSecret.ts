import { type CipherSuite, hashLength } from './cipherSuite.ts';
import { deriveSecret } from './deriveSecret.ts';

/** One node's key pair on a path (RFC 9420 section 7.4). */
export interface PathKey {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** The path secret of the next node up; above the last node, the commit secret. */
export const nextPathSecret = (pathSecret: Uint8Array): Uint8Array => deriveSecret(pathSecret, 'path');

/** The key pair of the node that a path secret belongs to. */
export const pathKey = (suite: CipherSuite, pathSecret: Uint8Array): PathKey =>
  suite.hpke.kem.derive(deriveSecret(pathSecret, 'node'));

/** What stands for the commit secret where there is no path. */
export const noCommitSecret = new Uint8Array(hashLength);

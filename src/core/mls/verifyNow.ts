import { ed25519Verify } from '../crypto/ed25519.ts';
import type { Unverified } from './unverified.ts';

/**
 * Verifies one signature after the other on this thread: for tests and for single values. Pages go through
 * `verifySignatures`.
 *
 * @throws Mls.InvalidMessage
 */
export function verifyNow<T>(unverified: Unverified<T>): T {
  return unverified.confirm(
    unverified.checks.map(({ publicKey, message, signature }) =>
      ed25519Verify(publicKey, message, signature),
    ),
  );
}

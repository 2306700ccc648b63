import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { refuse } from './mlsError.ts';

/**
 * A value whose signatures were not verified yet. It cannot be read before {@link confirm} was told that each of its
 * checks passed; that lets a caller verify a whole page of messages at once, off the thread.
 *
 * @example
 * ```ts
 * const content = opened.content.confirm(await verifySignatures(opened.content.checks));
 * ```
 */
export class Unverified<T> {
  /** What must hold; the results go to {@link confirm} in this order. */
  readonly checks: readonly SignatureCheck[];
  readonly #value: T;

  constructor(value: T, checks: readonly SignatureCheck[]) {
    this.checks = checks;
    this.#value = value;
  }

  /** The value. @throws Mls.InvalidMessage when a result is false or one is missing */
  confirm(results: readonly boolean[]): T {
    if (results.length !== this.checks.length || results.some((passed) => passed !== true)) {
      return refuse('Mls.InvalidMessage', 'badSignature', 'A signature does not verify.');
    }
    return this.#value;
  }
}

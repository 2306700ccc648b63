import { type CipherSuite, hashLength } from './cipherSuite.ts';
import { deriveTreeSecret } from './deriveSecret.ts';
import { refuse } from './mlsError.ts';

/** A key and nonce of one generation, not used yet. */
export interface GenerationKey {
  readonly generation: number;
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/** One sender's ratchet of one kind (RFC 9420 section 9.1). */
export interface SenderRatchet {
  /** The generation that `secret` belongs to: the next one, never used. */
  readonly generation: number;
  readonly secret: Uint8Array;
  /** Keys of generations that were passed over, oldest first, at most {@link keptSkippedKeys}. */
  readonly skipped: readonly GenerationKey[];
}

/** A key and the ratchet that no longer has it. */
export interface TakenKey {
  readonly key: GenerationKey;
  readonly ratchet: SenderRatchet;
}

/** How far a message may be ahead of the last one. The sender chooses it, so it bounds what he makes us compute. */
export const maximumForwardSteps = 1000;

/** How many keys of missing messages are kept. libxmtp's engine keeps 5; messages come in one order for all. */
export const keptSkippedKeys = 32;

const maximumGeneration = 0xffff_ffff;

export const startRatchet = (secret: Uint8Array): SenderRatchet => ({ generation: 0, secret, skipped: [] });

function generationKey(suite: CipherSuite, secret: Uint8Array, generation: number): GenerationKey {
  return {
    generation,
    key: deriveTreeSecret(secret, 'key', generation, suite.aead.keyLength),
    nonce: deriveTreeSecret(secret, 'nonce', generation, suite.aead.nonceLength),
  };
}

/** The next unused generation, for sending. @throws Mls.InvalidState after 2^32 messages of one epoch */
export function nextKey(suite: CipherSuite, ratchet: SenderRatchet): TakenKey {
  const { generation, secret, skipped } = ratchet;
  if (generation >= maximumGeneration) {
    refuse('Mls.InvalidState', 'ratchetExhausted', 'Too many messages were sent in one epoch.');
  }
  return {
    key: generationKey(suite, secret, generation),
    ratchet: {
      generation: generation + 1,
      secret: deriveTreeSecret(secret, 'secret', generation, hashLength),
      skipped,
    },
  };
}

/**
 * The key of a received generation.
 *
 * @throws Mls.Undecryptable: 'usedGeneration' when it was used or is no longer kept, 'tooFarAhead' beyond the window
 */
export function keyAt(suite: CipherSuite, ratchet: SenderRatchet, wanted: number): TakenKey {
  if (wanted < ratchet.generation) {
    const key = ratchet.skipped.find(({ generation }) => generation === wanted);
    if (key === undefined) {
      return refuse('Mls.Undecryptable', 'usedGeneration', 'The key of a message was used or is gone.');
    }
    return { key, ratchet: { ...ratchet, skipped: ratchet.skipped.filter((kept) => kept !== key) } };
  }
  if (wanted - ratchet.generation > maximumForwardSteps || wanted >= maximumGeneration) {
    return refuse('Mls.Undecryptable', 'tooFarAhead', 'A message is too far ahead of the last one.');
  }
  let { generation, secret } = ratchet;
  const skipped = ratchet.skipped.slice();
  while (generation < wanted) {
    if (wanted - generation <= keptSkippedKeys) skipped.push(generationKey(suite, secret, generation));
    secret = deriveTreeSecret(secret, 'secret', generation, hashLength);
    generation += 1;
  }
  return {
    key: generationKey(suite, secret, generation),
    ratchet: {
      generation: generation + 1,
      secret: deriveTreeSecret(secret, 'secret', generation, hashLength),
      skipped: skipped.slice(-keptSkippedKeys),
    },
  };
}

/** How an intent ended without a commit of its own: `reason` as makeCommit gives it, 'attempts' or 'inactive'. */
export interface IntentRefusal {
  readonly reason: string;
  readonly inboxId?: string;
}

/**
 * Tells whoever asked for a change why it was given up. In memory only: after a crash nobody waits any more, and the row of
 * the intent is what counts.
 */
export interface IntentOutcomes {
  /** From now on a refusal of this intent is kept. */
  expect(intentKey: string): void;
  refuse(intentKey: string, refusal: IntentRefusal): void;
  /** The refusal, if there was one; it is forgotten then. */
  take(intentKey: string): IntentRefusal | undefined;
}

export function createIntentOutcomes(): IntentOutcomes {
  const expected = new Map<string, IntentRefusal | undefined>();
  return {
    expect: (intentKey) => void expected.set(intentKey, undefined),
    refuse(intentKey, refusal) {
      if (expected.has(intentKey)) expected.set(intentKey, refusal);
    },
    take(intentKey) {
      const refusal = expected.get(intentKey);
      expected.delete(intentKey);
      return refusal;
    },
  };
}

import { expect, test } from 'vitest';
import { suite3 } from './cipherSuite.ts';
import {
  keptSkippedKeys,
  keyAt,
  maximumForwardSteps,
  nextKey,
  type SenderRatchet,
  startRatchet,
} from './senderRatchet.ts';

const start = (): SenderRatchet => startRatchet(new Uint8Array(32).fill(7));
const reasonOf = (reason: string) =>
  expect.objectContaining({ code: 'Mls.Undecryptable', details: expect.objectContaining({ reason }) });

test('a receiver finds the keys that the sender used, in any order within the window', () => {
  let sender = start();
  const sent = Array.from({ length: 30 }, () => {
    const taken = nextKey(suite3, sender);
    sender = taken.ratchet;
    return taken.key;
  });
  let receiver = start();
  for (const generation of [29, 0, 28, 1, 15]) {
    const taken = keyAt(suite3, receiver, generation);
    expect(taken.key).toEqual(sent[generation]);
    receiver = taken.ratchet;
    expect(() => keyAt(suite3, receiver, generation)).toThrow(reasonOf('usedGeneration'));
  }
  expect(receiver.skipped).toHaveLength(30 - 5);
});

test('a message may be a thousand steps ahead and not more', () => {
  const { ratchet } = keyAt(suite3, start(), maximumForwardSteps);
  expect(ratchet.generation).toBe(maximumForwardSteps + 1);
  expect(() => keyAt(suite3, start(), maximumForwardSteps + 1)).toThrow(reasonOf('tooFarAhead'));
  expect(() => keyAt(suite3, start(), 0xffff_ffff)).toThrow(reasonOf('tooFarAhead'));
});

test('skipped keys are kept up to a number, the newest', () => {
  const { ratchet } = keyAt(suite3, start(), 500);
  expect(ratchet.skipped).toHaveLength(keptSkippedKeys);
  expect(ratchet.skipped.at(-1)?.generation).toBe(499);
  expect(() => keyAt(suite3, ratchet, 499 - keptSkippedKeys)).toThrow(reasonOf('usedGeneration'));
  const again = keyAt(suite3, ratchet, 510).ratchet;
  expect(again.skipped).toHaveLength(keptSkippedKeys);
});

test('an exhausted ratchet does not start over', () => {
  expect(() => nextKey(suite3, { ...start(), generation: 0xffff_ffff })).toThrow('Mls.InvalidState');
});

import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { IdentityUpdateSchema } from '../../src/core/gen/identity/associations/association_pb.js';
import { applyIdentityUpdate } from '../../src/core/identity/applyIdentityUpdate.ts';
import {
  emptyIdentityLog,
  extendIdentityLog,
  type IdentityLog,
  identityStateAt,
  installationDiff,
  newestSequenceId,
} from '../../src/core/identity/identityLog.ts';
import { addressesOf, hasInstallation, installationKeysOf } from '../../src/core/identity/identityState.ts';
import { inboxIdOf } from '../../src/core/identity/inboxId.ts';
import type { IdentityLogEntry } from '../../src/core/ports.ts';
import {
  installationHex,
  signedIdentityUpdate,
  type TestAction,
  testInstallation,
  testWallet,
} from '../support/signedIdentityUpdate.ts';

const alice = testWallet('alice');
const bob = testWallet('bob');
const phone = testInstallation('phone');
const laptop = testInstallation('laptop');
const tablet = testInstallation('tablet');
const inboxId = inboxIdOf(alice.identifier, 1n) ?? '';

const entry = (sequenceId: bigint, actions: readonly TestAction[]): IdentityLogEntry => ({
  sequenceId,
  serverTimestampNs: sequenceId * 10n,
  update: signedIdentityUpdate(inboxId, sequenceId * 1_000_000_000n, actions),
});

const entries: readonly IdentityLogEntry[] = [
  entry(3n, [
    { create: alice, nonce: 1n },
    { add: phone, by: alice },
  ]),
  entry(7n, [
    { add: bob, by: phone },
    { add: laptop, by: bob },
  ]),
  entry(9n, [{ revoke: bob, by: alice }]),
  entry(12n, [
    { revoke: phone, by: alice },
    { add: tablet, by: alice },
  ]),
];

const built = (): Promise<IdentityLog> => extendIdentityLog(emptyIdentityLog(inboxId), entries);

const hex = (keys: readonly Uint8Array[]): string[] => keys.map(bytesToHex);

const diff = (log: IdentityLog, from: bigint, to: bigint): unknown => {
  const result = installationDiff(log, from, to);
  return result.kind === 'found' ? [hex(result.added), hex(result.removed)] : result.kind;
};

const keysAt = (log: IdentityLog, sequenceId?: bigint): unknown => {
  const result = identityStateAt(log, sequenceId);
  return result.kind === 'found' ? hex(installationKeysOf(result.state)) : result.kind;
};

test('the state at every update, and nowhere else', async () => {
  const log = await built();
  const [p, l, t] = [phone, laptop, tablet].map(installationHex);
  expect(newestSequenceId(log)).toBe(12n);
  expect(keysAt(log, 3n)).toEqual([p]);
  expect(keysAt(log, 7n)).toEqual([p, l]);
  expect(keysAt(log, 9n)).toEqual([p]);
  expect(keysAt(log, 12n)).toEqual([t]);
  expect(keysAt(log)).toEqual([t]);
  for (const absent of [0n, 1n, 4n, 8n, 13n]) expect(keysAt(log, absent)).toBe('missing');
  const newest = identityStateAt(log);
  if (newest.kind !== 'found') throw new Error('missing');
  expect(addressesOf(newest.state)).toEqual([alice.identifier.id]);
  expect(hasInstallation(newest.state, tablet.publicKey)).toBe(true);
  expect(hasInstallation(newest.state, phone.publicKey)).toBe(false);
  expect(newest.state.members[1]).toMatchObject({
    addedBy: alice.identifier,
    clientTimestampNs: 12_000_000_000n,
  });
});

test('the difference between two updates, as a commit is judged by it', async () => {
  const log = await built();
  const [p, l, t] = [phone, laptop, tablet].map(installationHex);
  expect(diff(log, 0n, 3n)).toEqual([[p], []]);
  expect(diff(log, 0n, 12n)).toEqual([[t], []]);
  expect(diff(log, 3n, 7n)).toEqual([[l], []]);
  expect(diff(log, 3n, 9n)).toEqual([[], []]);
  expect(diff(log, 7n, 12n)).toEqual([[t], [p, l]]);
  expect(diff(log, 9n, 9n)).toEqual([[], []]);
  expect(diff(log, 9n, 3n)).toEqual([[], []]);
  expect(diff(log, 4n, 9n)).toBe('missing');
  expect(diff(log, 3n, 10n)).toBe('missing');
  expect(diff(log, 0n, 99n)).toBe('missing');
});

test('a log that grows piece by piece, through storage, with repeats, is the same', async () => {
  let log = emptyIdentityLog(inboxId);
  for (let count = 1; count <= entries.length; count += 1) {
    log = await extendIdentityLog(structuredClone(log), entries.slice(0, count));
  }
  expect(log).toEqual(await built());
});

test('a bad update ends the log there; what came before stays readable', async () => {
  const forged = entry(8n, [{ add: tablet, by: testWallet('mallory') }]);
  const log = await extendIdentityLog(emptyIdentityLog(inboxId), [
    ...entries.slice(0, 2),
    forged,
    ...entries.slice(2),
  ]);
  expect(log.refused).toEqual({ sequenceId: 8n, reason: 'unknownSigner' });
  expect(newestSequenceId(log)).toBe(7n);
  expect(keysAt(log, 7n)).toEqual([phone, laptop].map(installationHex));
  expect(keysAt(log, 8n)).toBe('refused');
  expect(keysAt(log, 12n)).toBe('refused');
  expect(keysAt(log)).toBe('refused');
  expect(diff(log, 3n, 12n)).toBe('refused');
  expect(await extendIdentityLog(log, entries)).toBe(log);
});

test("another inbox's log is refused", async () => {
  const log = await extendIdentityLog(emptyIdentityLog('0'.repeat(64)), entries);
  expect(log.refused).toEqual({ sequenceId: 3n, reason: 'wrongInboxId' });
});

test('random and damaged updates never throw', async () => {
  const bytes = toBinary(IdentityUpdateSchema, entries[1]?.update ?? entries[0]!.update);
  const start = await extendIdentityLog(emptyIdentityLog(inboxId), entries.slice(0, 1));
  const state = identityStateAt(start);
  if (state.kind !== 'found') throw new Error('missing');
  const survive = async (input: Uint8Array): Promise<void> => {
    let update: ReturnType<typeof fromBinary<typeof IdentityUpdateSchema>>;
    try {
      update = fromBinary(IdentityUpdateSchema, input);
    } catch {
      return; // The transport's decoder answers for bytes that are no protobuf.
    }
    const outcome = await applyIdentityUpdate(state.state, update);
    expect(['applied', 'refused']).toContain(outcome.kind);
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ change;
      await survive(damaged);
    }),
    { numRuns: 150 },
  );
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), survive));
});

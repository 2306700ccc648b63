import { expect, test } from 'vitest';
import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { webRandom } from '../crypto/random.ts';
import { createApplicationMessage } from '../mls/createApplicationMessage.ts';
import { createCommit } from '../mls/createCommit.ts';
import { createGroup } from '../mls/createGroup.ts';
import { createKeyPackage } from '../mls/createKeyPackage.ts';
import type { GroupState } from '../mls/groupState.ts';
import { joinGroup } from '../mls/joinGroup.ts';
import { mergePendingCommit } from '../mls/mergePendingCommit.ts';
import { verifyNow } from '../mls/verifyNow.ts';
import type { GroupEnvelope } from '../ports.ts';
import { type OpenedItem, openRun } from './openRun.ts';

const groupId = new Uint8Array(16).fill(3);
const capabilities = { versions: [1], cipherSuites: [3], extensions: [], proposals: [], credentials: [1] };
const lifetime = { notBefore: 0n, notAfter: 2n ** 40n };

const envelopes = (list: readonly Uint8Array[]): readonly GroupEnvelope[] =>
  list.map((data, index) => ({ id: BigInt(index + 1), createdNs: BigInt(index), groupId, data }));

/** A writer and a reader of one group. */
function twoMembers(): { readonly writer: GroupState; readonly reader: GroupState } {
  const [writerSeed, readerSeed] = [webRandom.bytes(32), webRandom.bytes(32)];
  const own = { identity: utf8Encode('writer'), signaturePrivateKey: writerSeed, capabilities, lifetime };
  const alone = createGroup({ groupId, ...own }, webRandom);
  const made = createKeyPackage(
    { identity: utf8Encode('reader'), signaturePrivateKey: readerSeed, capabilities, lifetime },
    webRandom,
  );
  const proposals = [{ kind: 'add' as const, keyPackage: made.keyPackage }];
  const created = createCommit(alone, { proposals }, webRandom);
  if (created.welcome === undefined) throw new Error('no welcome');
  const joined = joinGroup({
    welcome: created.welcome,
    keyPackage: made.bytes,
    initPrivateKey: made.initPrivateKey,
    encryptionPrivateKey: made.encryptionPrivateKey,
    signaturePrivateKey: readerSeed,
  });
  return { writer: mergePendingCommit(created.state, created.pending), reader: verifyNow(joined).state };
}

function writeAll(state: GroupState, texts: readonly string[]): readonly Uint8Array[] {
  let present = state;
  return texts.map((text) => {
    const made = createApplicationMessage(present, utf8Encode(text), webRandom);
    present = made.state;
    return made.bytes;
  });
}

const summary = (items: readonly OpenedItem[]): readonly string[] =>
  items.map((item) => {
    if (item.kind === 'failed') return item.reason;
    if (item.kind === 'own') return 'own';
    return item.content.kind === 'application' ? utf8Decode(item.content.data) : item.content.kind;
  });

test('a run opens in order and ends with the commit that comes first', async () => {
  const { writer, reader } = twoMembers();
  const [one = groupId, two = groupId] = writeAll(writer, ['one', 'two']);
  const commit = createCommit(writer, { forcePath: true }, webRandom);
  const run = await openRun(reader, envelopes([one, two, commit.commit, one]), 0, new Map());
  expect(summary(run.items)).toEqual(['one', 'two', 'commit']);
  expect(run.next).toBe(3);
});

test('a false signature fails that message alone and does not use up its generation', async () => {
  const { writer, reader } = twoMembers();
  const [one = groupId, two = groupId, three = groupId] = writeAll(writer, ['one', 'two', 'three']);
  // Whoever is in the group can encrypt as another leaf, but not sign as it.
  const forger: GroupState = { ...writer, signaturePrivateKey: webRandom.bytes(32) };
  const [, forged = groupId] = writeAll(forger, ['skipped', 'forged']);
  const run = await openRun(reader, envelopes([one, forged, two, forged, three]), 0, new Map());
  expect(summary(run.items)).toEqual(['one', 'badSignature', 'two', 'usedGeneration', 'three']);
});

test('what cannot be opened says why, and own bytes are known by their hash', async () => {
  const { writer, reader } = twoMembers();
  const [one = groupId, two = groupId, three = groupId] = writeAll(writer, ['one', 'two', 'three']);
  const own = new Map([[bytesToHex(sha256(two)), 'message' as const]]);
  const rubbish = new Uint8Array([1, 2, 3]);
  const run = await openRun(reader, envelopes([one, one, two, rubbish, three]), 0, own);
  expect(summary(run.items)).toEqual(['one', 'usedGeneration', 'own', expect.any(String), 'three']);
  expect(run.items[3]).toMatchObject({ kind: 'failed', isApplication: false });
  expect(run.items[1]).toMatchObject({ kind: 'failed', isApplication: true, epoch: 1n });
});

import { expect, test } from 'vitest';
import { utf8Encode } from '../../src/core/bytes/bytes.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createApplicationMessage } from '../../src/core/mls/createApplicationMessage.ts';
import { createCommit } from '../../src/core/mls/createCommit.ts';
import { createGroup } from '../../src/core/mls/createGroup.ts';
import { createKeyPackage } from '../../src/core/mls/createKeyPackage.ts';
import { epochAuthenticator } from '../../src/core/mls/exporter.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import { mergePendingCommit } from '../../src/core/mls/mergePendingCommit.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import { changedParts, joinGroupState, splitGroupState } from '../../src/core/mls/splitGroupState.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { capabilities } from './mlsMember.ts';

const memberCount = 250;

const sizeOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + sizeOf(inner), 0);
  }
  return 8;
};

const client = (name: string) => ({
  identity: utf8Encode(name),
  signaturePrivateKey: webRandom.bytes(32),
  capabilities,
  lifetime: { notBefore: 0n, notAfter: 1n << 40n },
});

/** Two of many: the creator, and a member in the middle. */
function largeGroup(): [creator: GroupState, member: GroupState] {
  const clients = Array.from({ length: memberCount - 1 }, (_, index) => client(`member ${index}`));
  const generated = clients.map((params) => createKeyPackage(params, webRandom));
  const state = createGroup({ ...client('creator'), groupId: webRandom.bytes(16) }, webRandom);
  const proposals = generated.map(({ keyPackage }) => ({ kind: 'add', keyPackage }) as const);
  const created = createCommit(state, { proposals, forcePath: true }, webRandom);
  const [params, own] = [clients[100], generated[100]];
  if (params === undefined || own === undefined || created.welcome === undefined)
    throw new Error('too small');
  const { state: joined } = verifyNow(
    joinGroup({
      welcome: created.welcome,
      keyPackage: own.bytes,
      initPrivateKey: own.initPrivateKey,
      encryptionPrivateKey: own.encryptionPrivateKey,
      signaturePrivateKey: params.signaturePrivateKey,
    }),
  );
  return [mergePendingCommit(created.state, created.pending), joined];
}

test('a message to 250 members rewrites a few hundred bytes, a commit is followed', {
  timeout: 60_000,
}, () => {
  let [creator, member] = largeGroup();
  const parts = new Map(splitGroupState(member));
  const receive = (message: Uint8Array): { keys: string[]; bytes: number } => {
    const opened = openMessage(member, message);
    verifyNow(opened.content);
    const { put, remove } = changedParts(member, opened.state);
    expect(remove).toEqual([]);
    for (const [key, value] of put) parts.set(key, value);
    member = opened.state;
    return {
      keys: [...put.keys()],
      bytes: [...put.values()].reduce<number>((sum, value) => sum + sizeOf(value), 0),
    };
  };
  const send = (): Uint8Array => {
    const sealed = createApplicationMessage(creator, utf8Encode('hello'), webRandom);
    expect([...changedParts(creator, sealed.state).put.keys()]).toContain('ratchet/1/0/application');
    creator = sealed.state;
    return sealed.bytes;
  };

  // The first one of a sender takes its ratchets out of the secret tree.
  expect(receive(send()).keys.sort()).toEqual([
    'ratchet/1/0/application',
    'ratchet/1/0/handshake',
    'secretTree/1',
  ]);
  const second = receive(send());
  expect(second.keys).toEqual(['ratchet/1/0/application']);
  expect(second.bytes).toBeLessThan(300);

  // All parent nodes are blank but the creator's path, so this path is encrypted to most members one by one.
  member = joinGroupState(parts);
  const created = createCommit(member, {}, webRandom);
  const opened = openMessage(creator, created.commit);
  const content = verifyNow(opened.content);
  if (content.kind !== 'commit') throw new Error('no commit');
  const outcome = verifyNow(processCommit(opened.state, content.commit));
  const merged = mergePendingCommit(created.state, created.pending);
  expect(epochAuthenticator(merged)).toEqual(epochAuthenticator(outcome.state));
  const changed = changedParts(opened.state, outcome.state);
  expect([...changed.put.keys()].sort()).toEqual(['core', 'epoch/1', 'epoch/2', 'secretTree/2', 'tree']);
});

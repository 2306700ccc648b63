/** The transport against our own node: what one writes the other reads, streamed without a gap or a double. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { concatBytes, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { sha256 } from '../../src/core/crypto/hash.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createXmtpKeyPackage } from '../../src/core/group/xmtpKeyPackage.ts';
import { generateInboxId } from '../../src/core/identity/inboxId.ts';
import type { GroupEnvelope, NodeApi, WelcomeInput } from '../../src/core/ports.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { type RunningNode, startNode } from '../../src/node/startNode.ts';
import { signedIdentityUpdate, testInstallation, testWallet } from '../support/signedIdentityUpdate.ts';

let node: RunningNode;
let api: NodeApi;

beforeEach(async () => {
  node = await startNode();
  api = createNodeApi({ baseUrl: node.webUrl, retry: { baseMs: 1 } });
});
afterEach(() => node.close());

/** A private MLS message as a node sees it: the header in clear, the rest sealed. */
const message = (groupId: Uint8Array, text: string) => {
  const opaque = (bytes: Uint8Array) => concatBytes(new Uint8Array([bytes.length]), bytes);
  const data = concatBytes(
    new Uint8Array([0, 1, 0, 2]),
    opaque(groupId),
    new Uint8Array(8),
    new Uint8Array([1]),
    opaque(new Uint8Array()),
    opaque(new Uint8Array(20)),
    opaque(utf8Encode(text)),
  );
  return { data, senderHmac: new Uint8Array(32), shouldPush: true };
};

const groupA = new Uint8Array(16).fill(0xa);
const groupB = new Uint8Array(16).fill(0xb);

/** Takes `count` items of a stream, then aborts it and waits for its end. */
const take = async <T>(
  count: number,
  open: (options: { signal: AbortSignal; onOpen: () => void }) => AsyncIterable<T>,
  onOpen: () => void = () => {},
): Promise<T[]> => {
  const abort = new AbortController();
  const items: T[] = [];
  for await (const item of open({ signal: abort.signal, onOpen })) {
    items.push(item);
    if (items.length === count) abort.abort();
  }
  return items;
};

test('an inbox is registered, found by its address, and its log is read from any point', async () => {
  const wallet = testWallet('ada');
  const address = wallet.identifier.id;
  const inboxId = generateInboxId(address, 1n);
  expect(await api.getInboxIds([address])).toEqual(new Map());

  await api.publishIdentityUpdate(
    signedIdentityUpdate(inboxId, 1_000_000_000n, [
      { create: wallet, nonce: 1n },
      { add: testInstallation('ada/1'), by: wallet },
    ]),
  );
  await api.publishIdentityUpdate(
    signedIdentityUpdate(inboxId, 2_000_000_000n, [{ add: testInstallation('ada/2'), by: wallet }]),
  );
  const unknown = generateInboxId(address, 2n);
  expect(await api.getInboxIds([address.toUpperCase().replace('0X', '0x')])).toEqual(
    new Map([[address, inboxId]]),
  );
  const logs = await api.getIdentityUpdates([
    { inboxId, afterSequenceId: 0n },
    { inboxId: unknown, afterSequenceId: 0n },
  ]);
  const log = logs.get(inboxId) ?? [];
  expect(log.map(({ update }) => update.actions.length)).toEqual([2, 1]);
  expect(logs.get(unknown)).toEqual([]);
  const later = await api.getIdentityUpdates([{ inboxId, afterSequenceId: log[0]?.sequenceId ?? 0n }]);
  expect(later.get(inboxId)).toEqual(log.slice(1));
});

test('what the node refuses is Node.Refused with its reason', async () => {
  const inboxId = 'ab'.repeat(32);
  const update = signedIdentityUpdate(inboxId, 1n, [{ create: testWallet('eve'), nonce: 1n }]);
  await expect(api.publishIdentityUpdate(update)).rejects.toMatchObject({
    code: 'Node.Refused',
    retryable: false,
  });
  await expect(api.uploadKeyPackage(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
    code: 'Node.Refused',
  });
  const garbage = { data: new Uint8Array([1]), senderHmac: new Uint8Array(), shouldPush: false };
  await expect(api.sendGroupMessages([garbage])).rejects.toMatchObject({ code: 'Node.Refused' });
});

test('a key package is uploaded, replaced and fetched, with gaps', async () => {
  const seed = sha256(utf8Encode('installation'));
  const own = {
    seed,
    publicKey: ed25519PublicKey(seed),
    inboxId: generateInboxId(testWallet('ada').identifier.id, 1n),
  };
  const [first, second] = [0, 1].map(() => createXmtpKeyPackage(own, Date.now(), webRandom).keyPackage);
  if (first === undefined || second === undefined) throw new Error('no key packages');
  const nobody = new Uint8Array(32);
  await api.uploadKeyPackage(first);
  expect(await api.fetchKeyPackages([nobody, own.publicKey, own.publicKey])).toEqual([
    undefined,
    first,
    first,
  ]);
  await api.uploadKeyPackage(second);
  expect(await api.fetchKeyPackages([own.publicKey])).toEqual([second]);
});

test('250 messages are paged through in order; groups do not mix; the newest is known', async () => {
  for (let at = 0; at < 250; at += 50) {
    await api.sendGroupMessages(Array.from({ length: 50 }, (_, step) => message(groupA, `a${at + step}`)));
    await api.sendGroupMessages([message(groupB, `b${at}`)]);
  }
  const all: GroupEnvelope[] = [];
  for (;;) {
    const page = await api.queryGroupMessages({ groupId: groupA, afterCursor: all.at(-1)?.id ?? 0n });
    if (page.length === 0) break;
    all.push(...page);
  }
  expect(all.map(({ data }) => data)).toEqual(
    Array.from({ length: 250 }, (_, at) => message(groupA, `a${at}`).data),
  );
  const newest = await api.getNewestGroupMessages([groupB, new Uint8Array(16), groupA]);
  const last = all.at(-1);
  expect(newest[2]).toEqual({ id: last?.id, createdNs: last?.createdNs });
  expect(newest[1]).toBeUndefined();
  expect(newest[0]?.id).toBe((last?.id ?? 0n) + 1n);
  const limited = await api.queryGroupMessages({ groupId: groupA, afterCursor: 0n, limit: 3 });
  expect(limited).toEqual(all.slice(0, 3));
});

test('a stream goes from history to live without a gap or a double', async () => {
  await api.sendGroupMessages(['0', '1', '2'].map((text) => message(groupA, text)));
  const [first] = await api.queryGroupMessages({ groupId: groupA, afterCursor: 0n, limit: 1 });
  const filters = [
    { groupId: groupA, afterCursor: first?.id ?? 0n },
    { groupId: groupB, afterCursor: 0n },
  ];
  const sent: Promise<void>[] = [];
  const got = await take(
    12,
    (options) => api.subscribeGroupMessages(filters, options),
    () => {
      for (let at = 3; at < 8; at += 1) {
        sent.push(api.sendGroupMessages([message(groupA, String(at)), message(groupB, String(at))]));
      }
    },
  );
  await Promise.all(sent);
  const ofA = await api.queryGroupMessages({ groupId: groupA, afterCursor: first?.id ?? 0n });
  const ofB = await api.queryGroupMessages({ groupId: groupB, afterCursor: 0n });
  const streamed = (groupId: Uint8Array) => got.filter((envelope) => envelope.groupId[0] === groupId[0]);
  expect(streamed(groupA)).toEqual(ofA);
  expect(streamed(groupB)).toEqual(ofB);
});

test('welcomes and pointers reach their installation, by query and by stream', async () => {
  const key = (at: number) => new Uint8Array(32).fill(at);
  const welcome = (at: number, text: string): WelcomeInput => ({
    kind: 'welcome',
    installationKey: key(at),
    data: utf8Encode(text),
    hpkePublicKey: key(9),
    wrapperAlgorithm: 2,
    welcomeMetadata: utf8Encode('cursor'),
  });
  const pointer: WelcomeInput = {
    kind: 'pointer',
    installationKey: key(1),
    welcomePointer: utf8Encode('pointer'),
    hpkePublicKey: key(9),
    wrapperAlgorithm: 2,
  };
  const many = Array.from({ length: 60 }, (_, at) => welcome(2, `two ${at}`));
  const got = await take(
    2,
    (options) => api.subscribeWelcomeMessages([{ installationKey: key(1), afterCursor: 0n }], options),
    () => void api.sendWelcomeMessages([...many, welcome(1, 'one'), pointer]),
  );
  expect(got).toEqual([
    { ...welcome(1, 'one'), id: expect.any(BigInt), createdNs: expect.any(BigInt) },
    { ...pointer, id: expect.any(BigInt), createdNs: expect.any(BigInt) },
  ]);
  expect(await api.queryWelcomeMessages({ installationKey: key(1), afterCursor: 0n })).toEqual(got);
  expect(await api.queryWelcomeMessages({ installationKey: key(2), afterCursor: 0n })).toHaveLength(60);
});

test('a local node plans no cutover', async () => {
  expect(await api.fetchCutoverNs()).toBe(0n);
});

test('a node that shuts down ends a stream with Node.Unreachable', async () => {
  const signal = new AbortController().signal;
  const reading = (async () => {
    const stream = api.subscribeGroupMessages([{ groupId: groupA, afterCursor: 0n }], {
      signal,
      onOpen: () => void node.close(),
    });
    for await (const _ of stream);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'Node.Unreachable', retryable: true });
});

test('a node that limits its callers is obeyed', async () => {
  const strict = await startNode({
    rateLimits: { publishesPerMinute: 1000, requestsPerMinute: 1, loopback: true },
  });
  try {
    const impatient = createNodeApi({ baseUrl: strict.webUrl, retry: { maxWaitMs: 1 } });
    const calls = Array.from({ length: 10 }, () => impatient.fetchCutoverNs());
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: { code: 'Node.RateLimited', retryable: true } });
    }
  } finally {
    await strict.close();
  }
});

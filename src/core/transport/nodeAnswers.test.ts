import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  type AnsweringNode,
  answeringNode,
  answerMessage,
  answerStatus,
} from '../../../tests/support/answeringNode.ts';
import {
  GetIdentityUpdatesResponseSchema,
  GetInboxIdsResponseSchema,
} from '../gen/identity/api/v1/identity_pb.js';
import { FetchD14nCutoverResponseSchema } from '../gen/migration/api/v1/migration_pb.js';
import {
  FetchKeyPackagesResponseSchema,
  GetNewestGroupMessageResponseSchema,
  QueryGroupMessagesResponseSchema,
  QueryWelcomeMessagesResponseSchema,
} from '../gen/mls/api/v1/mls_pb.js';
import type { NodeApi } from '../ports.ts';
import { createNodeApi } from './createNodeApi.ts';

let node: AnsweringNode;
let api: NodeApi;

beforeEach(async () => {
  node = await answeringNode();
  api = apiWith({ retry: { maxAttempts: 1 } });
});
afterEach(() => node.close());

const apiWith = (options: Partial<Parameters<typeof createNodeApi>[0]>) =>
  createNodeApi({
    baseUrl: node.url,
    appVersion: 'wallet-inbox/9.9.9',
    retry: { baseMs: 1, rateLimitedMs: 1 },
    ...options,
  });

const groupId = new Uint8Array(16).fill(7);
const key = new Uint8Array(32).fill(8);
const v1 = (id: bigint, over: object = {}) => ({
  version: { case: 'v1' as const, value: { id, createdNs: 5n, groupId, data: new Uint8Array([1]), ...over } },
});
const query = () => api.queryGroupMessages({ groupId, afterCursor: 1n });
const page = (...ids: bigint[]) =>
  answerMessage(QueryGroupMessagesResponseSchema, { messages: ids.map((id) => v1(id)) });
const coded = (code: string) => expect.objectContaining({ code });

describe('answers that are well-formed and wrong', () => {
  beforeEach(() => {
    api = apiWith({ retry: { maxAttempts: 1 } });
  });
  const pageOf = (...messages: object[]) => answerMessage(QueryGroupMessagesResponseSchema, { messages });
  const welcome = (over: object) => ({
    version: {
      case: 'v1' as const,
      value: { id: 2n, createdNs: 5n, installationKey: key, data: new Uint8Array([1]), ...over },
    },
  });
  const welcomes = () => api.queryWelcomeMessages({ installationKey: key, afterCursor: 1n });
  const inboxId = 'ab'.repeat(32);
  const logs = () => api.getIdentityUpdates([{ inboxId, afterSequenceId: 4n }]);
  const log = (...sequenceIds: bigint[]) => ({
    inboxId,
    updates: sequenceIds.map((sequenceId) => ({ sequenceId, update: {} })),
  });

  test.each<[string, Answer, () => Promise<unknown>]>([
    ['ids that fall', page(5n, 3n), query],
    ['an id twice', page(5n, 5n), query],
    ['an id at the cursor', page(1n), query],
    ['an id beyond 63 bits', page(2n ** 63n), query],
    ['another group', pageOf(v1(2n, { groupId: key })), query],
    ['an empty message', pageOf(v1(2n, { data: new Uint8Array() })), query],
    ['no version', pageOf({}), query],
    ['a longer page', page(...Array.from({ length: 101 }, (_, at) => BigInt(at + 2))), query],
    [
      'a welcome of someone else',
      answerMessage(QueryWelcomeMessagesResponseSchema, {
        messages: [welcome({ installationKey: groupId })],
      }),
      welcomes,
    ],
    [
      'an empty welcome',
      answerMessage(QueryWelcomeMessagesResponseSchema, { messages: [welcome({ data: new Uint8Array() })] }),
      welcomes,
    ],
    [
      'a welcome without a version',
      answerMessage(QueryWelcomeMessagesResponseSchema, { messages: [{}] }),
      welcomes,
    ],
    [
      'too few key packages',
      answerMessage(FetchKeyPackagesResponseSchema, {}),
      () => api.fetchKeyPackages([key]),
    ],
    [
      'too few newest messages',
      answerMessage(GetNewestGroupMessageResponseSchema, {}),
      () => api.getNewestGroupMessages([groupId]),
    ],
    [
      'the newest message of another group',
      answerMessage(GetNewestGroupMessageResponseSchema, {
        responses: [{ groupMessage: v1(2n, { groupId: key }) }],
      }),
      () => api.getNewestGroupMessages([groupId]),
    ],
    [
      'an inbox id that is none',
      answerMessage(GetInboxIdsResponseSchema, { responses: [{ identifier: '0x01', inboxId: 'zz' }] }),
      () => api.getInboxIds(['0x01']),
    ],
    [
      'an address that nobody asked for',
      answerMessage(GetInboxIdsResponseSchema, { responses: [{ identifier: '0x02', inboxId }] }),
      () => api.getInboxIds(['0x01']),
    ],
    [
      'an identity log that falls',
      answerMessage(GetIdentityUpdatesResponseSchema, { responses: [log(6n, 5n)] }),
      logs,
    ],
    [
      'an identity log before its start',
      answerMessage(GetIdentityUpdatesResponseSchema, { responses: [log(4n)] }),
      logs,
    ],
    [
      'an identity log twice',
      answerMessage(GetIdentityUpdatesResponseSchema, { responses: [log(5n), log(6n)] }),
      logs,
    ],
    [
      'an identity entry without an update',
      answerMessage(GetIdentityUpdatesResponseSchema, {
        responses: [{ inboxId, updates: [{ sequenceId: 9n }] }],
      }),
      logs,
    ],
    [
      'an identity log of another inbox',
      answerMessage(GetIdentityUpdatesResponseSchema, { responses: [{ inboxId: 'cd'.repeat(32) }] }),
      logs,
    ],
  ])('%s is Node.InvalidResponse', async (_name, answer, call) => {
    node.answer(answer);
    await expect(call()).rejects.toEqual(coded('Node.InvalidResponse'));
  });

  test('what is absent is absent', async () => {
    node.answer(
      answerMessage(GetInboxIdsResponseSchema, {
        responses: [{ identifier: '0xAB', inboxId }, { identifier: '0x02' }],
      }),
    );
    expect(await api.getInboxIds(['0xAb', '0x02'])).toEqual(new Map([['0xab', inboxId]]));
    node.answer(answerMessage(GetIdentityUpdatesResponseSchema, {}));
    expect(await logs()).toEqual(new Map([[inboxId, []]]));
    node.answer(answerMessage(GetNewestGroupMessageResponseSchema, { responses: [{}] }));
    expect(await api.getNewestGroupMessages([groupId])).toEqual([undefined]);
    node.answer(page());
    expect(await query()).toEqual([]);
  });

  test('a welcome pointer comes back as one', async () => {
    const value = {
      id: 3n,
      createdNs: 4n,
      installationKey: key,
      welcomePointer: key,
      hpkePublicKey: groupId,
    };
    node.answer(
      answerMessage(QueryWelcomeMessagesResponseSchema, {
        messages: [{ version: { case: 'welcomePointer', value } }],
      }),
    );
    expect(await welcomes()).toEqual([{ kind: 'pointer', ...value, wrapperAlgorithm: 0 }]);
  });

  test.each([
    ['no time', 0n, 0n],
    ['the end of time', 2n ** 63n - 1n, 0n],
    ['a time', 1_800_000_000_000_000_000n, 1_800_000_000_000_000_000n],
  ])('the cutover: %s', async (_name, timestampNs, wanted) => {
    node.answer(answerMessage(FetchD14nCutoverResponseSchema, { timestampNs }));
    expect(await api.fetchCutoverNs()).toBe(wanted);
  });

  test('a node without the cutover call plans none', async () => {
    node.answer(answerStatus(12, 'unknown service'));
    expect(await api.fetchCutoverNs()).toBe(0n);
  });
});

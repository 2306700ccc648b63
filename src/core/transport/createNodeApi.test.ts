import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  type AnsweringNode,
  answerBytes,
  answerHttp,
  answeringNode,
  answerMessage,
  answerStatus,
  frame,
  trailer,
} from '../../../tests/support/answeringNode.ts';
import { isWalletInboxError } from '../errors.ts';
import {
  FetchKeyPackagesResponseSchema,
  QueryGroupMessagesResponseSchema,
} from '../gen/mls/api/v1/mls_pb.js';
import type { NodeApi } from '../ports.ts';
import { createNodeApi } from './createNodeApi.ts';

let node: AnsweringNode;
let api: NodeApi;

beforeEach(async () => {
  node = await answeringNode();
  api = apiWith({});
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
const coded = (code: string, over: object = {}) => expect.objectContaining({ code, ...over });

describe('unary calls', () => {
  test('a page comes back in the port’s shape, and the request says who asks', async () => {
    node.answer(page(2n, 5n));
    expect(await query()).toEqual([
      { id: 2n, createdNs: 5n, groupId, data: new Uint8Array([1]) },
      { id: 5n, createdNs: 5n, groupId, data: new Uint8Array([1]) },
    ]);
    expect(node.calls[0]?.method).toBe('QueryGroupMessages');
    expect(node.calls[0]?.headers['x-app-version']).toBe('wallet-inbox/9.9.9');
    expect(node.calls[0]?.headers['x-libxmtp-version']).toBeUndefined();
    expect(node.calls[0]?.headers['grpc-timeout']).toBe('15000m');
  });

  test.each<[string, Answer]>([
    ['unavailable', answerStatus(14)],
    ['resource exhausted', answerStatus(8)],
    ['aborted', answerStatus(10)],
    ['internal', answerStatus(13)],
    ['429', answerHttp(429)],
    ['503', answerHttp(503)],
    ['a closed connection', (response: ServerResponse) => response.destroy()],
    ['garbage', answerBytes(Buffer.from('garbage that is no frame'))],
    ['a message that is no protobuf', answerBytes(frame(0, new Uint8Array([255, 255, 255])), trailer(0))],
    ['a truncated frame', answerBytes(frame(0, new Uint8Array([1])).subarray(0, 4))],
  ])('a call is tried again after %s', async (_name, first) => {
    node.answer(first, page(2n));
    expect(await query()).toHaveLength(1);
    expect(node.calls).toHaveLength(2);
  });

  test('attempts are bounded', async () => {
    node.answer(answerStatus(14, 'the database sleeps'));
    await expect(query()).rejects.toEqual(
      coded('Node.Unreachable', {
        retryable: true,
        shortMessage: expect.stringContaining('the database sleeps'),
      }),
    );
    expect(node.calls).toHaveLength(4);
  });

  test('what the node refuses is not tried again; its words are shortened to one line', async () => {
    node.answer(answerStatus(3, `invalid group message:\n${'x'.repeat(5000)}`));
    const error: unknown = await query().catch((cause: unknown) => cause);
    if (!isWalletInboxError(error, 'Node.Refused')) throw error;
    expect(error.message).toContain('invalid group message: xxx');
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).not.toContain('\n');
    expect(node.calls).toHaveLength(1);
  });

  test('a node that has left V3 is known as such, at once', async () => {
    node.answer(
      answerStatus(
        14,
        'publishing to XMTP V3 is no longer available. Please upgrade your client to XMTP D14N.',
      ),
    );
    await expect(api.uploadKeyPackage(new Uint8Array([1]))).rejects.toEqual(coded('Node.Retired'));
    expect(node.calls).toHaveLength(1);
  });

  test('a rate limit that is longer than a call may wait is given to the caller', async () => {
    node.answer(answerHttp(429, { 'retry-after': '120' }));
    await expect(query()).rejects.toEqual(
      coded('Node.RateLimited', { details: expect.objectContaining({ retryAfterMs: 120_000 }) }),
    );
    expect(node.calls).toHaveLength(1);
  });

  test('a node that does not answer in time is unreachable', async () => {
    node.answer(() => {});
    await expect(
      apiWith({ timeoutMs: 500, retry: { maxAttempts: 2, baseMs: 1 } }).queryGroupMessages({
        groupId,
        afterCursor: 0n,
      }),
    ).rejects.toEqual(coded('Node.Unreachable'));
    expect(node.calls).toHaveLength(2);
  });

  test('a port where nobody listens is unreachable', async () => {
    const lost = apiWith({});
    await node.close();
    await expect(lost.getInboxIds(['0x1'])).rejects.toEqual(coded('Node.Unreachable'));
  });

  test('the caller’s signal ends a call at once: before it, in it, and between two attempts', async () => {
    await expect(
      api.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: AbortSignal.abort() }),
    ).rejects.toEqual(coded('Node.Aborted'));
    expect(node.calls).toHaveLength(0);

    const during = new AbortController();
    node.answer(() => during.abort());
    await expect(
      api.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: during.signal }),
    ).rejects.toEqual(coded('Node.Aborted'));

    const between = new AbortController();
    node.answer((response) => {
      answerHttp(429)(response);
      response.on('close', () => setTimeout(() => between.abort(), 20));
    });
    const patient = apiWith({ retry: { rateLimitedMs: 9_000, maxWaitMs: 10_000 } });
    await expect(
      patient.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: between.signal }),
    ).rejects.toEqual(coded('Node.Aborted'));
  });

  test('an HTML page, a redirect and a 404 are coded', async () => {
    api = apiWith({ retry: { maxAttempts: 1 } });
    node.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>hotel');
    });
    await expect(query()).rejects.toEqual(coded('Node.InvalidResponse'));
    node.answer(answerHttp(302, { location: 'http://127.0.0.1:1/' }));
    await expect(query()).rejects.toEqual(coded('Node.Unreachable'));
    node.answer(answerHttp(404));
    await expect(query()).rejects.toEqual(coded('Node.Refused'));
    node.answer(answerHttp(204));
    await expect(query()).rejects.toEqual(coded('Node.InvalidResponse'));
  });

  test('random bytes in every answer give a code, never a foreign error', async () => {
    api = apiWith({ retry: { maxAttempts: 1 } });
    const all: ((nodeApi: NodeApi) => Promise<unknown>)[] = [
      (node) => node.getInboxIds(['0x01']),
      (node) => node.getIdentityUpdates([{ inboxId: 'a'.repeat(64), afterSequenceId: 0n }]),
      (node) => node.fetchKeyPackages([key]),
      (node) => node.queryGroupMessages({ groupId, afterCursor: 0n }),
      (node) => node.queryWelcomeMessages({ installationKey: key, afterCursor: 0n }),
      (node) => node.getNewestGroupMessages([groupId]),
      (node) => node.fetchCutoverNs(),
      (node) => node.uploadKeyPackage(key),
      async (node) => {
        const signal = new AbortController().signal;
        for await (const _ of node.subscribeGroupMessages([{ groupId, afterCursor: 0n }], { signal }));
      },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.uint8Array({ maxLength: 80 }),
        fc.boolean(),
        async (call, noise, isFramed) => {
          node.answer(isFramed ? answerBytes(frame(0, noise), trailer(0)) : answerBytes(noise));
          const error: unknown = await call(api).then(
            () => undefined,
            (cause: unknown) => cause,
          );
          if (error !== undefined && !isWalletInboxError(error)) throw error;
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('batches', () => {
  test('key packages are asked for once each and answered at every place', async () => {
    const keys = Array.from({ length: 60 }, (_, at) => new Uint8Array(32).fill(at));
    const known = (count: number) =>
      answerMessage(FetchKeyPackagesResponseSchema, {
        keyPackages: Array.from({ length: count }, (_, at) => ({
          keyPackageTlsSerialized: at === 1 ? new Uint8Array() : new Uint8Array([count, at]),
        })),
      });
    node.answer(known(50), known(10));
    const got = await api.fetchKeyPackages([...keys, new Uint8Array(32).fill(0)]);
    expect(node.calls).toHaveLength(2);
    expect(got).toHaveLength(61);
    expect([got[0], got[1], got[49], got[50], got[60]]).toEqual([
      new Uint8Array([50, 0]),
      undefined,
      new Uint8Array([50, 49]),
      new Uint8Array([10, 0]),
      new Uint8Array([50, 0]),
    ]);
  });

  test('welcomes go out fifty at a time, in order; nothing is sent for none', async () => {
    node.answer(answerBytes(frame(0, new Uint8Array()), trailer(0)));
    const welcome = (at: number) => ({
      kind: 'welcome' as const,
      installationKey: new Uint8Array(32).fill(at),
      data: new Uint8Array([1]),
      hpkePublicKey: key,
      wrapperAlgorithm: 2,
      welcomeMetadata: new Uint8Array([2]),
    });
    await api.sendWelcomeMessages(Array.from({ length: 101 }, (_, at) => welcome(at)));
    expect(node.calls.map(({ message }) => message.length > 0)).toEqual([true, true, true]);
    expect(node.calls[1]?.message.includes(Buffer.alloc(32, 50))).toBe(true);
    node.answer();
    await api.sendWelcomeMessages([]);
    await api.sendGroupMessages([]);
    expect(await api.getInboxIds([])).toEqual(new Map());
    expect(await api.fetchKeyPackages([])).toEqual([]);
    expect(node.calls).toHaveLength(0);
  });
});

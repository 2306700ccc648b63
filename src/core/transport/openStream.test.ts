import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  type AnsweringNode,
  answerBytes,
  answeringNode,
  frame,
  messageFrame,
  openAnswer,
  trailer,
} from '../../../tests/support/answeringNode.ts';
import { GroupMessageSchema } from '../gen/mls/api/v1/mls_pb.js';
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
const coded = (code: string, over: object = {}) => expect.objectContaining({ code, ...over });

describe('streams', () => {
  const message = (id: bigint, over: object = {}) => messageFrame(GroupMessageSchema, v1(id, over));
  const collect = async (
    options: { signal?: AbortSignal; onOpen?: () => void; each?: (id: bigint) => void } = {},
  ) => {
    const ids: bigint[] = [];
    const signal = options.signal ?? new AbortController().signal;
    const stream = api.subscribeGroupMessages([{ groupId, afterCursor: 1n }], {
      signal,
      ...(options.onOpen === undefined ? {} : { onOpen: options.onOpen }),
    });
    for await (const { id } of stream) {
      ids.push(id);
      options.each?.(id);
    }
    return ids;
  };

  test('messages arrive as they come; what the cursor covers and what came before is left out', async () => {
    let opened = 0;
    node.answer(answerBytes(message(1n), message(2n), message(2n), message(4n), message(3n), trailer(0)));
    expect(await collect({ onOpen: () => (opened += 1) })).toEqual([2n, 4n]);
    expect(opened).toBe(1);
  });

  test('onOpen is called on the headers, before any message; the caller’s abort ends the stream without an error', async () => {
    const abort = new AbortController();
    let closed: Promise<void> | undefined;
    node.answer((response) => {
      closed = new Promise((done) => response.on('close', () => done()));
      openAnswer(response).flushHeaders();
    });
    expect(await collect({ signal: abort.signal, onOpen: () => abort.abort() })).toEqual([]);
    await closed;
  });

  test('a caller that stops iterating closes the connection', async () => {
    let closed: Promise<void> | undefined;
    node.answer((response) => {
      closed = new Promise((done) => response.on('close', () => done()));
      openAnswer(response).write(message(2n));
    });
    const signal = new AbortController().signal;
    for await (const { id } of api.subscribeGroupMessages([{ groupId, afterCursor: 0n }], { signal })) {
      expect(id).toBe(2n);
      break;
    }
    await closed;
  });

  test.each<[string, Answer, string]>([
    [
      'a connection cut in the middle',
      (response) => {
        openAnswer(response).write(message(2n), () => response.destroy());
      },
      'Node.Unreachable',
    ],
    ['an end without a trailer', answerBytes(message(2n)), 'Node.Unreachable'],
    ['half a message', answerBytes(message(2n), message(3n).subarray(0, 9)), 'Node.Unreachable'],
    ['a shutdown', answerBytes(message(2n), trailer(14, 'service is shutting down')), 'Node.Unreachable'],
    [
      'a reader that is too slow',
      answerBytes(message(2n), trailer(10, 'not fast enough')),
      'Node.Unreachable',
    ],
    ['a rate limit', answerBytes(message(2n), trailer(8)), 'Node.RateLimited'],
    [
      'the end of V3',
      answerBytes(message(2n), trailer(14, 'XMTP V3 streaming is no longer available. Please upgrade.')),
      'Node.Retired',
    ],
    [
      'an unknown topic',
      answerBytes(message(2n), message(3n, { groupId: key }), trailer(0)),
      'Node.InvalidResponse',
    ],
    [
      'a message without a version',
      answerBytes(message(2n), frame(0, new Uint8Array()), trailer(0)),
      'Node.InvalidResponse',
    ],
    ['garbage', answerBytes(message(2n), Buffer.from('garbage')), 'Node.InvalidResponse'],
  ])('%s is thrown with a code, after what came before it', async (_name, answer, code) => {
    node.answer(answer);
    const ids: bigint[] = [];
    await expect(collect({ each: (id) => ids.push(id) })).rejects.toEqual(coded(code));
    expect(ids).toEqual([2n]);
    expect(node.calls).toHaveLength(1);
  });

  test('a node that never accepts the stream is unreachable', async () => {
    api = apiWith({ timeoutMs: 20 });
    node.answer(() => {});
    await expect(collect()).rejects.toEqual(coded('Node.Unreachable'));
  });

  test('an open stream may be silent for longer than a call may take', async () => {
    api = apiWith({ timeoutMs: 20 });
    node.answer((response) => {
      openAnswer(response).flushHeaders();
      setTimeout(() => response.end(Buffer.concat([message(2n), trailer(0)])), 60);
    });
    expect(await collect()).toEqual([2n]);
  });

  test('a refusal in the headers alone is thrown, and the stream counts as never opened', async () => {
    let opened = 0;
    node.answer((response) => {
      response
        .writeHead(200, {
          'content-type': 'application/grpc-web+proto',
          'grpc-status': '3',
          'grpc-message': 'no%20filters',
        })
        .end();
    });
    await expect(collect({ onOpen: () => (opened += 1) })).rejects.toEqual(
      coded('Node.Refused', { shortMessage: expect.stringContaining('no filters') }),
    );
    expect(opened).toBe(0);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWalletInboxError } from '../errors.ts';
import {
  GetIdentityUpdatesResponseSchema,
  GetInboxIdsResponseSchema,
} from '../gen/identity/api/v1/identity_pb.js';
import { FetchD14nCutoverResponseSchema } from '../gen/migration/api/v1/migration_pb.js';
import {
  FetchKeyPackagesResponseSchema,
  GetNewestGroupMessageResponseSchema,
  GroupMessageSchema,
  QueryGroupMessagesResponseSchema,
  QueryWelcomeMessagesResponseSchema,
} from '../gen/mls/api/v1/mls_pb.js';
import type { NodeApi } from '../ports.ts';
import { createNodeApi } from './createNodeApi.ts';

type Answer = (response: ServerResponse, request: IncomingMessage, body: Buffer) => void;

let server: Server;
let api: NodeApi;
let answers: Answer[];
let calls: { method: string; headers: IncomingMessage['headers']; body: Buffer }[];

beforeEach(async () => {
  answers = [];
  calls = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).subarray(5);
    calls.push({ method: request.url?.split('/').at(-1) ?? '', headers: request.headers, body });
    // The last answer stays.
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(response, request, body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  api = apiWith({});
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const apiWith = (options: Partial<Parameters<typeof createNodeApi>[0]>) =>
  createNodeApi({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appVersion: 'wallet-inbox/9.9.9',
    retry: { baseMs: 1, rateLimitedMs: 1 },
    ...options,
  });

const frame = (flag: number, data: Uint8Array) => {
  const bytes = Buffer.alloc(5 + data.length);
  bytes[0] = flag;
  bytes.writeUInt32BE(data.length, 1);
  bytes.set(data, 5);
  return bytes;
};
const trailer = (status: number, message = '') =>
  frame(0x80, Buffer.from(`grpc-status: ${status}\r\ngrpc-message: ${encodeURIComponent(message)}\r\n`));
const open = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/grpc-web+proto' });
const bytes =
  (...parts: Uint8Array[]): Answer =>
  (response) => {
    open(response).end(Buffer.concat(parts));
  };
const status = (code: number, message = '') => bytes(trailer(code, message));
const encode = <D extends DescMessage>(schema: D, init: MessageInitShape<D>) =>
  toBinary(schema, create(schema, init));
const ok = <D extends DescMessage>(schema: D, init: MessageInitShape<D>) =>
  bytes(frame(0, encode(schema, init)), trailer(0));
const http =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers).end('<html>no node here</html>');
  };

const groupId = new Uint8Array(16).fill(7);
const key = new Uint8Array(32).fill(8);
const v1 = (id: bigint, over: object = {}) => ({
  version: { case: 'v1' as const, value: { id, createdNs: 5n, groupId, data: new Uint8Array([1]), ...over } },
});
const query = () => api.queryGroupMessages({ groupId, afterCursor: 1n });
const page = (...ids: bigint[]) =>
  ok(QueryGroupMessagesResponseSchema, { messages: ids.map((id) => v1(id)) });
const coded = (code: string, over: object = {}) => expect.objectContaining({ code, ...over });

describe('unary calls', () => {
  test('a page comes back in the port’s shape, and the request says who asks', async () => {
    answers = [page(2n, 5n)];
    expect(await query()).toEqual([
      { id: 2n, createdNs: 5n, groupId, data: new Uint8Array([1]) },
      { id: 5n, createdNs: 5n, groupId, data: new Uint8Array([1]) },
    ]);
    expect(calls[0]?.method).toBe('QueryGroupMessages');
    expect(calls[0]?.headers['x-app-version']).toBe('wallet-inbox/9.9.9');
    expect(calls[0]?.headers['x-libxmtp-version']).toBeUndefined();
    expect(calls[0]?.headers['grpc-timeout']).toBe('15000m');
  });

  test.each([
    [[status(14)], 'unavailable'],
    [[status(8)], 'resource exhausted'],
    [[status(10)], 'aborted'],
    [[status(13)], 'internal'],
    [[http(429)], '429'],
    [[http(503)], '503'],
    [[(response: ServerResponse) => response.destroy()], 'a closed connection'],
    [[bytes(Buffer.from('garbage that is no frame'))], 'garbage'],
    [[bytes(frame(0, new Uint8Array([255, 255, 255])), trailer(0))], 'a message that is no protobuf'],
    [[bytes(frame(0, new Uint8Array([1])).subarray(0, 4))], 'a truncated frame'],
  ])('is tried again after a passing failure (%#: %s)', async (first) => {
    answers = [...first, page(2n)];
    expect(await query()).toHaveLength(1);
    expect(calls).toHaveLength(2);
  });

  test('attempts are bounded', async () => {
    answers = [status(14, 'the database sleeps')];
    await expect(query()).rejects.toEqual(
      coded('Node.Unreachable', {
        retryable: true,
        shortMessage: expect.stringContaining('the database sleeps'),
      }),
    );
    expect(calls).toHaveLength(4);
  });

  test('what the node refuses is not tried again; its words are shortened to one line', async () => {
    answers = [status(3, `invalid group message:\n${'x'.repeat(5000)}`)];
    const error: unknown = await query().catch((cause: unknown) => cause);
    if (!isWalletInboxError(error, 'Node.Refused')) throw error;
    expect(error.message).toContain('invalid group message: xxx');
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).not.toContain('\n');
    expect(calls).toHaveLength(1);
  });

  test('a node that has left V3 is known as such, at once', async () => {
    answers = [
      status(14, 'publishing to XMTP V3 is no longer available. Please upgrade your client to XMTP D14N.'),
    ];
    await expect(api.uploadKeyPackage(new Uint8Array([1]))).rejects.toEqual(coded('Node.Retired'));
    expect(calls).toHaveLength(1);
  });

  test('a rate limit that is longer than a call may wait is given to the caller', async () => {
    answers = [http(429, { 'retry-after': '120' })];
    await expect(query()).rejects.toEqual(
      coded('Node.RateLimited', { details: expect.objectContaining({ retryAfterMs: 120_000 }) }),
    );
    expect(calls).toHaveLength(1);
  });

  test('a node that does not answer in time is unreachable', async () => {
    answers = [() => {}];
    await expect(
      apiWith({ timeoutMs: 20, retry: { maxAttempts: 2, baseMs: 1 } }).queryGroupMessages({
        groupId,
        afterCursor: 0n,
      }),
    ).rejects.toEqual(coded('Node.Unreachable'));
    expect(calls).toHaveLength(2);
  });

  test('a port where nobody listens is unreachable', async () => {
    const lost = apiWith({});
    await new Promise((done) => server.close(done));
    await expect(lost.getInboxIds(['0x1'])).rejects.toEqual(coded('Node.Unreachable'));
  });

  test('the caller’s signal ends a call at once: before it, in it, and between two attempts', async () => {
    await expect(
      api.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: AbortSignal.abort() }),
    ).rejects.toEqual(coded('Node.Aborted'));
    expect(calls).toHaveLength(0);

    const during = new AbortController();
    answers = [() => during.abort()];
    await expect(
      api.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: during.signal }),
    ).rejects.toEqual(coded('Node.Aborted'));

    const between = new AbortController();
    answers = [
      (response) => {
        http(429)(response, undefined as never, undefined as never);
        response.on('close', () => setTimeout(() => between.abort(), 20));
      },
    ];
    const patient = apiWith({ retry: { rateLimitedMs: 9_000, maxWaitMs: 10_000 } });
    await expect(
      patient.queryGroupMessages({ groupId, afterCursor: 0n }, { signal: between.signal }),
    ).rejects.toEqual(coded('Node.Aborted'));
  });

  test('an HTML page, a redirect and a 404 are coded', async () => {
    api = apiWith({ retry: { maxAttempts: 1 } });
    answers = [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>hotel');
      },
    ];
    await expect(query()).rejects.toEqual(coded('Node.InvalidResponse'));
    answers = [http(302, { location: 'http://127.0.0.1:1/' })];
    await expect(query()).rejects.toEqual(coded('Node.Unreachable'));
    answers = [http(404)];
    await expect(query()).rejects.toEqual(coded('Node.Refused'));
    answers = [http(204)];
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
          answers = [isFramed ? bytes(frame(0, noise), trailer(0)) : bytes(noise)];
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

describe('answers that are well-formed and wrong', () => {
  beforeEach(() => {
    api = apiWith({ retry: { maxAttempts: 1 } });
  });
  const pageOf = (...messages: object[]) => ok(QueryGroupMessagesResponseSchema, { messages });
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
      ok(QueryWelcomeMessagesResponseSchema, { messages: [welcome({ installationKey: groupId })] }),
      welcomes,
    ],
    [
      'an empty welcome',
      ok(QueryWelcomeMessagesResponseSchema, { messages: [welcome({ data: new Uint8Array() })] }),
      welcomes,
    ],
    ['a welcome without a version', ok(QueryWelcomeMessagesResponseSchema, { messages: [{}] }), welcomes],
    ['too few key packages', ok(FetchKeyPackagesResponseSchema, {}), () => api.fetchKeyPackages([key])],
    [
      'too few newest messages',
      ok(GetNewestGroupMessageResponseSchema, {}),
      () => api.getNewestGroupMessages([groupId]),
    ],
    [
      'the newest message of another group',
      ok(GetNewestGroupMessageResponseSchema, { responses: [{ groupMessage: v1(2n, { groupId: key }) }] }),
      () => api.getNewestGroupMessages([groupId]),
    ],
    [
      'an inbox id that is none',
      ok(GetInboxIdsResponseSchema, { responses: [{ identifier: '0x01', inboxId: 'zz' }] }),
      () => api.getInboxIds(['0x01']),
    ],
    [
      'an address that nobody asked for',
      ok(GetInboxIdsResponseSchema, { responses: [{ identifier: '0x02', inboxId }] }),
      () => api.getInboxIds(['0x01']),
    ],
    ['an identity log that falls', ok(GetIdentityUpdatesResponseSchema, { responses: [log(6n, 5n)] }), logs],
    [
      'an identity log before its start',
      ok(GetIdentityUpdatesResponseSchema, { responses: [log(4n)] }),
      logs,
    ],
    ['an identity log twice', ok(GetIdentityUpdatesResponseSchema, { responses: [log(5n), log(6n)] }), logs],
    [
      'an identity entry without an update',
      ok(GetIdentityUpdatesResponseSchema, { responses: [{ inboxId, updates: [{ sequenceId: 9n }] }] }),
      logs,
    ],
    [
      'an identity log of another inbox',
      ok(GetIdentityUpdatesResponseSchema, { responses: [{ inboxId: 'cd'.repeat(32) }] }),
      logs,
    ],
  ])('%s is Node.InvalidResponse', async (_name, answer, call) => {
    answers = [answer];
    await expect(call()).rejects.toEqual(coded('Node.InvalidResponse'));
  });

  test('what is absent is absent', async () => {
    answers = [
      ok(GetInboxIdsResponseSchema, { responses: [{ identifier: '0xAB', inboxId }, { identifier: '0x02' }] }),
    ];
    expect(await api.getInboxIds(['0xAb', '0x02'])).toEqual(new Map([['0xab', inboxId]]));
    answers = [ok(GetIdentityUpdatesResponseSchema, {})];
    expect(await logs()).toEqual(new Map([[inboxId, []]]));
    answers = [ok(GetNewestGroupMessageResponseSchema, { responses: [{}] })];
    expect(await api.getNewestGroupMessages([groupId])).toEqual([undefined]);
    answers = [page()];
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
    answers = [
      ok(QueryWelcomeMessagesResponseSchema, { messages: [{ version: { case: 'welcomePointer', value } }] }),
    ];
    expect(await welcomes()).toEqual([{ kind: 'pointer', ...value, wrapperAlgorithm: 0 }]);
  });

  test.each([
    ['no time', 0n, 0n],
    ['the end of time', 2n ** 63n - 1n, 0n],
    ['a time', 1_800_000_000_000_000_000n, 1_800_000_000_000_000_000n],
  ])('the cutover: %s', async (_name, timestampNs, wanted) => {
    answers = [ok(FetchD14nCutoverResponseSchema, { timestampNs })];
    expect(await api.fetchCutoverNs()).toBe(wanted);
  });

  test('a node without the cutover call plans none', async () => {
    answers = [status(12, 'unknown service')];
    expect(await api.fetchCutoverNs()).toBe(0n);
  });
});

describe('batches', () => {
  test('key packages are asked for once each and answered at every place', async () => {
    const keys = Array.from({ length: 60 }, (_, at) => new Uint8Array(32).fill(at));
    const known = (count: number) =>
      ok(FetchKeyPackagesResponseSchema, {
        keyPackages: Array.from({ length: count }, (_, at) => ({
          keyPackageTlsSerialized: at === 1 ? new Uint8Array() : new Uint8Array([count, at]),
        })),
      });
    answers = [known(50), known(10)];
    const got = await api.fetchKeyPackages([...keys, new Uint8Array(32).fill(0)]);
    expect(calls).toHaveLength(2);
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
    answers = [bytes(frame(0, new Uint8Array()), trailer(0))];
    const welcome = (at: number) => ({
      kind: 'welcome' as const,
      installationKey: new Uint8Array(32).fill(at),
      data: new Uint8Array([1]),
      hpkePublicKey: key,
      wrapperAlgorithm: 2,
      welcomeMetadata: new Uint8Array([2]),
    });
    await api.sendWelcomeMessages(Array.from({ length: 101 }, (_, at) => welcome(at)));
    expect(calls.map(({ body }) => body.length > 0)).toEqual([true, true, true]);
    expect(calls[1]?.body.includes(Buffer.alloc(32, 50))).toBe(true);
    calls = [];
    await api.sendWelcomeMessages([]);
    await api.sendGroupMessages([]);
    expect(await api.getInboxIds([])).toEqual(new Map());
    expect(await api.fetchKeyPackages([])).toEqual([]);
    expect(calls).toHaveLength(0);
  });
});

describe('streams', () => {
  const message = (id: bigint, over: object = {}) => frame(0, encode(GroupMessageSchema, v1(id, over)));
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
    answers = [bytes(message(1n), message(2n), message(2n), message(4n), message(3n), trailer(0))];
    expect(await collect({ onOpen: () => (opened += 1) })).toEqual([2n, 4n]);
    expect(opened).toBe(1);
  });

  test('onOpen is called on the headers, before any message; the caller’s abort ends the stream without an error', async () => {
    const abort = new AbortController();
    let closed: Promise<void> | undefined;
    answers = [
      (response) => {
        closed = new Promise((done) => response.on('close', () => done()));
        open(response).flushHeaders();
      },
    ];
    expect(await collect({ signal: abort.signal, onOpen: () => abort.abort() })).toEqual([]);
    await closed;
  });

  test('a caller that stops iterating closes the connection', async () => {
    let closed: Promise<void> | undefined;
    answers = [
      (response) => {
        closed = new Promise((done) => response.on('close', () => done()));
        open(response).write(message(2n));
      },
    ];
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
        open(response).write(message(2n), () => response.destroy());
      },
      'Node.Unreachable',
    ],
    ['an end without a trailer', bytes(message(2n)), 'Node.Unreachable'],
    ['half a message', bytes(message(2n), message(3n).subarray(0, 9)), 'Node.Unreachable'],
    ['a shutdown', bytes(message(2n), trailer(14, 'service is shutting down')), 'Node.Unreachable'],
    ['a reader that is too slow', bytes(message(2n), trailer(10, 'not fast enough')), 'Node.Unreachable'],
    ['a rate limit', bytes(message(2n), trailer(8)), 'Node.RateLimited'],
    [
      'the end of V3',
      bytes(message(2n), trailer(14, 'XMTP V3 streaming is no longer available. Please upgrade.')),
      'Node.Retired',
    ],
    [
      'an unknown topic',
      bytes(message(2n), message(3n, { groupId: key }), trailer(0)),
      'Node.InvalidResponse',
    ],
    [
      'a message without a version',
      bytes(message(2n), frame(0, new Uint8Array()), trailer(0)),
      'Node.InvalidResponse',
    ],
    ['garbage', bytes(message(2n), Buffer.from('garbage')), 'Node.InvalidResponse'],
  ])('%s is thrown with a code, after what came before it', async (_name, answer, code) => {
    answers = [answer];
    const ids: bigint[] = [];
    await expect(collect({ each: (id) => ids.push(id) })).rejects.toEqual(coded(code));
    expect(ids).toEqual([2n]);
    expect(calls).toHaveLength(1);
  });

  test('a node that never accepts the stream is unreachable', async () => {
    api = apiWith({ timeoutMs: 20 });
    answers = [() => {}];
    await expect(collect()).rejects.toEqual(coded('Node.Unreachable'));
  });

  test('an open stream may be silent for longer than a call may take', async () => {
    api = apiWith({ timeoutMs: 20 });
    answers = [
      (response) => {
        open(response).flushHeaders();
        setTimeout(() => response.end(Buffer.concat([message(2n), trailer(0)])), 60);
      },
    ];
    expect(await collect()).toEqual([2n]);
  });

  test('a refusal in the headers alone is thrown, and the stream counts as never opened', async () => {
    let opened = 0;
    answers = [
      (response) => {
        response
          .writeHead(200, {
            'content-type': 'application/grpc-web+proto',
            'grpc-status': '3',
            'grpc-message': 'no%20filters',
          })
          .end();
      },
    ];
    await expect(collect({ onOpen: () => (opened += 1) })).rejects.toEqual(
      coded('Node.Refused', { shortMessage: expect.stringContaining('no filters') }),
    );
    expect(opened).toBe(0);
  });
});

import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type FileServer, type SeenRequest, startFileServer } from '../../../tests/support/fileServer.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { startNode } from '../../node/startNode.ts';
import { createUploader } from './createUploader.ts';
import type { FetchFile } from './guardedRequest.ts';

const patient = { stallMs: 60_000, deadlineMs: 60_000 };
const payload = new Uint8Array(randomBytes(300_000));
const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: (response: ServerResponse, request: SeenRequest) => void): Promise<FileServer> {
  const server = await startFileServer(answer);
  servers.push(server);
  return server;
}

const uploader = (canStream = false, limits = patient, fetchFile: FetchFile = fetch) =>
  createUploader({ fetch: fetchFile, canStream: () => canStream, limits });

const created = (url: unknown) => (response: ServerResponse) =>
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ url }));

describe.each([
  ['in one go', false],
  ['as a stream', true],
])('%s', (_, canStream) => {
  test("the local node takes it, and gives it back at the answer's address", async () => {
    const node = await startNode();
    servers.push(node);
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(payload.length);
      seen.push(done);
    };
    const url = await uploader(canStream)(payload, `${node.webUrl}/uploads`, { ...quiet, onProgress });
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(payload);
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(payload.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    if (canStream) expect(seen.length).toBeGreaterThan(4);
  });

  test('the server sees bytes and nothing of the person or the file', async () => {
    const server = await serve(created('/f/1'));
    await uploader(canStream)(payload, `${server.origin}/put`, quiet);
    const [request] = server.requests;
    expect([request?.method, request?.url]).toEqual(['POST', '/put']);
    expect(new Uint8Array(request?.body ?? [])).toEqual(payload);
    expect(request?.headers['content-type']).toBe('application/octet-stream');
    for (const name of ['cookie', 'authorization', 'referer', 'content-disposition']) {
      expect(request?.headers, name).not.toHaveProperty(name);
    }
  });

  test('it can be called off while it runs', async () => {
    const reason = new WalletInboxError('Attachment.Cancelled', 'Enough.');
    const abort = new AbortController();
    const server = await serve(() => abort.abort(reason));
    const run = { ...quiet, signal: abort.signal };
    await expect(uploader(canStream)(payload, server.origin, run)).rejects.toBe(reason);
    expect(server.requests.length).toBe(1);
  });

  test('a server that says nothing is given up', async () => {
    const server = await serve(() => undefined);
    const limits = { stallMs: 60_000, deadlineMs: 150 };
    await expect(uploader(canStream, limits)(payload, server.origin, quiet)).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
    });
  });
});

test('a server that wants the length first gets it', async () => {
  const server = await serve((response, { headers }) => {
    if (headers['content-length'] === undefined) response.writeHead(411).end();
    else created('/f')(response);
  });
  await expect(uploader(true)(payload, server.origin, quiet)).resolves.toBe(`${server.origin}/f`);
  expect(server.requests.map(({ headers }) => headers['content-length'])).toEqual([undefined, '300000']);
});

test('where a line takes no stream, the bytes go in one go', async () => {
  const server = await serve(created('/f'));
  const noStreams: FetchFile = (url, init) =>
    init.body instanceof ReadableStream ? Promise.reject(new TypeError('failed')) : fetch(url, init);
  await expect(uploader(true, patient, noStreams)(payload, server.origin, quiet)).resolves.toBe(
    `${server.origin}/f`,
  );
});

describe('the address of the answer', () => {
  test.each([
    ['absolute', 'https://files.example/a?sig=1', 'https://files.example/a?sig=1'],
    ['relative', 'a', '/base/a'],
  ])('may be %s', async (_, told, expected) => {
    const server = await serve(created(told));
    const url = await uploader()(payload, `${server.origin}/base/up`, quiet);
    expect(url).toBe(expected.startsWith('/') ? `${server.origin}${expected}` : expected);
  });

  test('may be in a header', async () => {
    const server = await serve((response) => response.writeHead(201, { location: '/x' }).end());
    await expect(uploader()(payload, server.origin, quiet)).resolves.toBe(`${server.origin}/x`);
  });

  test.each([
    ['is missing', (response: ServerResponse) => response.writeHead(201).end()],
    ['is no text', created(7)],
    ['is no address', created('http://')],
    ['is http elsewhere', created('http://files.example/a')],
    ['is a script', created('javascript:alert(1)')],
    ['holds a user name', created('https://a:b@files.example/')],
    ['is too long', created(`https://files.example/${'a'.repeat(3_000)}`)],
    ['is no JSON', (response: ServerResponse) => response.writeHead(201).end('https://files.example/a')],
    ['is endless', (response: ServerResponse) => response.writeHead(201).write(Buffer.alloc(100_000))],
    ['is no UTF-8', (response: ServerResponse) => response.writeHead(201).end(Buffer.from([0xff, 0xfe]))],
  ])('that %s is refused', async (_, answer) => {
    const server = await serve(answer);
    await expect(uploader()(payload, server.origin, quiet)).rejects.toMatchObject({
      code: 'Attachment.BadAddress',
    });
  });

  test('is not on this machine when the endpoint is elsewhere', async () => {
    const answer: FetchFile = async () => Response.json({ url: 'http://127.0.0.1:1/a' }, { status: 201 });
    await expect(
      uploader(false, patient, answer)(payload, 'https://files.example/up', quiet),
    ).rejects.toMatchObject({ code: 'Attachment.BadAddress' });
  });
});

test.each([
  [413, 'Attachment.TooLarge'],
  [401, 'Attachment.Unreachable'],
  [429, 'Attachment.Unreachable'],
  [507, 'Attachment.Unreachable'],
])('%i is a refusal', async (status, code) => {
  const server = await serve((response) =>
    response.writeHead(status).end('{"url":"https://files.example/a"}'),
  );
  await expect(uploader()(payload, server.origin, quiet)).rejects.toMatchObject({ code });
});

test('the bytes follow no redirect', async () => {
  const goal = await serve(created('/f'));
  const server = await serve((response) => response.writeHead(307, { location: goal.origin }).end());
  await expect(uploader()(payload, server.origin, quiet)).rejects.toMatchObject({
    code: 'Attachment.Unreachable',
  });
  expect(goal.requests).toEqual([]);
});

test.each(['http://files.example/', 'ftp://files.example/', 'https://a:b@files.example/', ''])(
  'nothing is sent to %j',
  async (endpoint) => {
    const never: FetchFile = () => Promise.reject(new Error('a request was made'));
    await expect(uploader(false, patient, never)(payload, endpoint, quiet)).rejects.toMatchObject({
      code: 'Attachment.BadAddress',
    });
  },
);

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type NodeOptions, type RunningNode, startNode } from '../startNode.ts';
import { defaultUploadLimits, type UploadLimits } from './uploadLimits.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
const nodes: RunningNode[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-uploads-'));
});

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(limits: Partial<UploadLimits> = {}, options: NodeOptions = {}): Promise<RunningNode> {
  const node = await startNode({ uploads: { ...defaultUploadLimits, ...limits }, ...options });
  nodes.push(node);
  return node;
}

const post = (node: RunningNode, body: Uint8Array<ArrayBuffer>, method = 'POST') =>
  fetch(`${node.webUrl}/uploads`, { method, body, headers: { 'content-type': 'application/octet-stream' } });

/** Sends `text` as it is and answers what came back until the node closed, or until `enough`. */
function raw(node: RunningNode, text: string, enough: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(node.webUrl).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      if (enough.test(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe.each(['memory', 'folder'])('with uploads in a %s', (kind) => {
  const data = () => (kind === 'folder' ? { data: folder } : {});
  const stored = () => (kind === 'folder' ? readdirSync(join(folder, 'uploads')) : []);

  test.each(['POST', 'PUT'])('what came by %s is given back, named by its digest', async (method) => {
    const node = await start({}, data());
    const bytes = randomBytes(300_000);
    const response = await post(node, bytes, method);
    expect(response.status).toBe(201);
    const { url } = (await response.json()) as { url: string };
    expect(url).toBe(`${node.webUrl}/uploads/${sha256(bytes)}`);
    expect(response.headers.get('location')).toBe(url);

    const back = await fetch(url);
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(new Uint8Array(bytes));
    expect(back.headers.get('content-length')).toBe('300000');
    expect(back.headers.get('content-type')).toBe('application/octet-stream');
    expect(back.headers.get('x-content-type-options')).toBe('nosniff');
    expect(back.headers.get('content-security-policy')).toContain('sandbox');
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '300000']);
  });

  test('one byte more than the cap is refused, announced or not; the cap itself is not', async () => {
    const node = await start({ maxUploadBytes: 1_000 }, data());
    expect((await post(node, randomBytes(1_000))).status).toBe(201);
    expect((await post(node, randomBytes(1_001))).status).toBe(413);
    const unannounced = await fetch(`${node.webUrl}/uploads`, {
      method: 'POST',
      body: new Blob([randomBytes(1_001)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(unannounced.status).toBe(413);
    expect(stored().length).toBe(kind === 'folder' ? 1 : 0);
  });

  test('a full store says so, keeps the same bytes once, and gives back what a refusal held', async () => {
    const node = await start({ maxTotalBytes: 3_000 }, data());
    const first = randomBytes(1_000);
    expect((await post(node, first)).status).toBe(201);
    expect((await post(node, first)).status).toBe(201);
    expect((await post(node, randomBytes(2_500))).status).toBe(507);
    expect((await post(node, randomBytes(2_000))).status).toBe(201);
    expect((await post(node, randomBytes(1))).status).toBe(507);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const node = await start({ maxTotalBytes: 1_000 }, data());
    await raw(
      node,
      `POST /uploads HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\nexpect: 100-continue\r\n\r\n${'x'.repeat(500)}`,
      /100 Continue/,
    );
    await expect.poll(async () => (await post(node, randomBytes(1_000))).status).toBe(201);
    expect(stored().filter((name) => name.startsWith('partial-'))).toEqual([]);
  });
});

test('uploads outlive the node; parts of a node that was killed do not', async () => {
  const first = await startNode({ data: folder });
  const bytes = randomBytes(1_000);
  expect((await post(first, bytes)).status).toBe(201);
  await first.close();
  writeFileSync(join(folder, 'uploads', 'partial-1'), 'half');
  const node = await start({ maxTotalBytes: 1_500 }, { data: folder });
  expect(readdirSync(join(folder, 'uploads'))).toEqual([sha256(bytes)]);
  expect((await fetch(`${node.webUrl}/uploads/${sha256(bytes)}`)).status).toBe(200);
  expect((await post(node, randomBytes(501))).status).toBe(507);
});

test.each([
  ['/uploads', 'GET', 405],
  [`/uploads/${'0'.repeat(64)}`, 'POST', 405],
  [`/uploads/${'0'.repeat(64)}`, 'DELETE', 405],
  [`/uploads/${'0'.repeat(64)}`, 'GET', 404],
  [`/uploads/${'A'.repeat(64)}`, 'GET', 404],
  ['/uploads/..%2Fnode.db', 'GET', 404],
  ['/uploads/%2e%2e/node.db', 'GET', 404],
  ['/uploadsx', 'POST', 404],
])('%s by %s is answered with a status', async (path, method, status) => {
  const node = await start({}, { data: folder });
  const answer = await raw(
    node,
    `${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
    /\r\n\r\n/,
  );
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test.each([
  ['no host', ''],
  ['a host that is none', 'a b'],
  ['a host with a path', 'evil.example/x'],
  ['a host with a name', 'me@evil.example'],
])('%s gets no address', async (_, host) => {
  const node = await start();
  const answer = await raw(
    node,
    `POST /uploads HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1\r\n\r\nx`,
    /\}/,
  );
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
});

test('nothing is no upload', async () => {
  expect((await post(await start(), new Uint8Array())).status).toBe(400);
});

test('a page of any site may upload and read, after asking', async () => {
  const node = await start();
  const asked = await fetch(`${node.webUrl}/uploads`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
  });
  expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
  const response = await post(node, randomBytes(1));
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain('location');
});

test('uploads of one address are counted when that was asked for', async () => {
  const node = await start({ uploadsPerMinute: 1, loopback: true });
  const statuses: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) statuses.push((await post(node, randomBytes(1))).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
});

test('there is no endpoint when it is off, nor by default on a host that others reach', async () => {
  expect((await post(await start({ maxUploadBytes: 0 }), randomBytes(1))).status).toBe(404);
  const open = await startNode({ host: '0.0.0.0' });
  nodes.push(open);
  expect((await post(open, randomBytes(1))).status).toBe(404);
  const loopback = await startNode();
  nodes.push(loopback);
  expect((await post(loopback, randomBytes(1))).status).toBe(201);
});

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createSiteFileFetcher, judgeSite } from './siteFile.ts';

const sender = '5e'.repeat(32);
const types = [{ id: 'order', name: 'Orders' }];
const valid = { senders: [sender], types, name: 'The Shop', icon: 'data:image/png;base64,iVBORw0KGgo=' };

/** What is read of a site that answers so, and what it was asked. */
async function fetched(answer: RequestListener) {
  const asked: { url: string | undefined; cookie: string | undefined; referer: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, cookie: request.headers.cookie, referer: request.headers.referer });
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { file: await createSiteFileFetcher(fetch)(origin), asked };
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const saying =
  (body: string, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

test('a file is read, once, without a trace of the person', async () => {
  const { file, asked } = await fetched(saying(JSON.stringify({ ...valid, future: true })));
  expect(file).toEqual(valid);
  expect(asked).toEqual([{ url: '/.well-known/wallet-inbox.json', cookie: undefined, referer: undefined }]);
});

test.each([
  ['is not there', saying('{}', 404)],
  ['is no JSON', saying('<html>')],
  ['is no object', saying('[]')],
  ['names no senders', saying('{}')],
  ['names a sender that is none', saying(JSON.stringify({ senders: ['0x12'] }))],
  ['names too many', saying(JSON.stringify({ senders: Array.from({ length: 33 }, () => sender) }))],
  ['is too large', saying(JSON.stringify({ ...valid, padding: 'x'.repeat(70_000) }))],
  ['is no text', ((_, response) => response.end(Buffer.from([0xff, 0xfe, 0x7b]))) as RequestListener],
  ['has a name of two lines', saying(JSON.stringify({ ...valid, name: 'The\nShop' }))],
  ['has an icon to be fetched', saying(JSON.stringify({ ...valid, icon: 'https://shop.example/i.png' }))],
  [
    'has an icon that could be a program',
    saying(JSON.stringify({ ...valid, icon: 'data:image/svg+xml;base64,PHN2Zz4=' })),
  ],
  [
    'is somewhere else',
    ((request, response) =>
      request.url === '/elsewhere'
        ? response.end(JSON.stringify(valid))
        : response.writeHead(302, { location: '/elsewhere' }).end()) as RequestListener,
  ],
  [
    'breaks off',
    ((_, response) =>
      response
        .writeHead(200, { 'content-length': '500' })
        .end('{"senders"', () => response.destroy())) as RequestListener,
  ],
])('a file that %s is missing', async (_, answer) => {
  expect((await fetched(answer)).file).toBeUndefined();
});

test('a site that cannot be reached has no file', async () => {
  expect(await createSiteFileFetcher(fetch)('http://127.0.0.1:1')).toBeUndefined();
});

test('a verdict is about the sender and every kind', () => {
  const asked = { sender, types };
  expect(judgeSite(undefined, asked)).toEqual({ kind: 'missing' });
  expect(judgeSite({ senders: [] }, asked)).toEqual({ kind: 'mismatch' });
  expect(judgeSite({ senders: [sender] }, asked)).toEqual({ kind: 'verified', types });
  expect(judgeSite({ senders: [sender], types: [] }, asked)).toEqual({ kind: 'mismatch' });
  const listed = { senders: [sender], types: [{ id: 'order', name: 'As the file says' }], name: 'The Shop' };
  expect(judgeSite(listed, asked)).toEqual({ kind: 'verified', types: listed.types, name: 'The Shop' });
});

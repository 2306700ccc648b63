import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type FileServer, startFileServer } from '../../../tests/support/fileServer.ts';
import type { RemoteAttachment } from '../../core/content/messageContent.ts';
import { decryptAttachment, encryptAttachment } from '../../core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../core/crypto/random.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { createDownloader, type TransferRun } from './createDownloader.ts';
import type { FetchFile } from './guardedRequest.ts';

const patient = { stallMs: 60_000, deadlineMs: 60_000 };
const file = { filename: 'plan.txt', mimeType: 'text/plain', data: new Uint8Array(randomBytes(200_000)) };
const { payload, attachment } = await encryptAttachment(file, webRandom);

const servers: FileServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: (response: ServerResponse) => void): Promise<FileServer> {
  const server = await startFileServer(answer);
  servers.push(server);
  return server;
}

const at = (url: string, change: Partial<RemoteAttachment> = {}): RemoteAttachment => ({
  ...attachment,
  url,
  ...change,
});

function run(change: Partial<TransferRun> = {}): TransferRun {
  return {
    allowsLoopback: true,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  };
}

const downloader = (limits = patient, fetchFile: FetchFile = fetch) =>
  createDownloader({ fetch: fetchFile, decrypt: decryptAttachment, limits });

test('the file comes back as it was encrypted, and the server learns nothing but the address', async () => {
  const server = await serve((response) => response.end(payload));
  const seen: [number, number][] = [];
  const onProgress = (done: number, total: number) => void seen.push([done, total]);
  const opened = await downloader()(at(`${server.origin}/a`), run({ onProgress }));
  expect(opened).toEqual(file);
  expect(seen.at(-1)).toEqual([payload.length, payload.length]);
  const [request] = server.requests;
  expect([request?.method, request?.url]).toEqual(['GET', '/a']);
  for (const name of ['cookie', 'authorization', 'referer', 'origin']) {
    expect(request?.headers, name).not.toHaveProperty(name);
  }
});

test('a file of 25 MB makes the way', async () => {
  const large = { mimeType: 'video/mp4', data: new Uint8Array(25_000_000).fill(7) };
  const encrypted = await encryptAttachment(large, webRandom);
  const server = await serve((response) => response.end(encrypted.payload));
  const opened = await downloader()({ ...encrypted.attachment, url: server.origin }, run());
  expect(opened.mimeType).toBe('video/mp4');
  expect(Buffer.compare(opened.data, large.data)).toBe(0);
});

test.each([
  ['one bit', (bytes: Uint8Array) => bytes.with(5, (bytes[5] ?? 0) ^ 1)],
  ['the end missing', (bytes: Uint8Array) => bytes.slice(0, -1)],
  ['a byte more', (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from('x')])],
  ['nothing at all', () => new Uint8Array()],
  ['a page instead', () => Buffer.from('<script>alert(1)</script>')],
])('other bytes are not opened: %s', async (_, change) => {
  const server = await serve((response) => response.end(change(payload)));
  await expect(downloader()(at(server.origin), run())).rejects.toMatchObject({
    code: 'Attachment.DigestMismatch',
  });
});

test('the right bytes under another key do not open', async () => {
  const server = await serve((response) => response.end(payload));
  const wrong = at(server.origin, { secret: new Uint8Array(32) });
  await expect(downloader()(wrong, run())).rejects.toMatchObject({ code: 'Attachment.Undecryptable' });
});

describe('a server that', () => {
  test('announces too much is not read', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': 40_000_000 });
      response.write('x');
    });
    await expect(downloader()(at(server.origin, { contentLength: 25_000_000 }), run())).rejects.toMatchObject(
      {
        code: 'Attachment.TooLarge',
      },
    );
  });

  test('never ends is left, at what the sender said', async () => {
    let sentBytes = 0;
    const server = await serve((response) => {
      const more = () => {
        while (!response.destroyed) {
          sentBytes += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return;
        }
      };
      response.on('drain', more);
      more();
    });
    await expect(downloader()(at(server.origin, { contentLength: 1_000 }), run())).rejects.toMatchObject({
      code: 'Attachment.TooLarge',
    });
    // What the sockets hold between the two, not the 25 MiB of the cap.
    expect(sentBytes).toBeLessThan(20 * 1024 * 1024);
  });

  test('never ends is left at the cap when the sender said nothing', async () => {
    const server = await serve((response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_048_576)));
      };
      response.on('drain', more);
      more();
    });
    const { contentLength: _, ...unsaid } = at(server.origin);
    await expect(downloader()(unsaid, run())).rejects.toMatchObject({ code: 'Attachment.TooLarge' });
  });

  test('says nothing is given up', async () => {
    const server = await serve(() => undefined);
    await expect(downloader({ ...patient, stallMs: 50 })(at(server.origin), run())).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
      retryable: true,
    });
  });

  test('stops half-way is given up', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': payload.length });
      response.write(payload.subarray(0, 1_000));
    });
    await expect(downloader({ ...patient, stallMs: 100 })(at(server.origin), run())).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
    });
  });

  test('drips for ever is given up in the end', async () => {
    const server = await serve((response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const limits = { stallMs: 60_000, deadlineMs: 100 };
    await expect(downloader(limits)(at(server.origin), run())).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
    });
  });

  test('breaks off is not believed', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': payload.length });
      response.write(payload.subarray(0, 1_000), () => response.destroy());
    });
    await expect(downloader()(at(server.origin), run())).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
    });
  });

  test('leads elsewhere is not followed, not even to itself', async () => {
    const goal = await serve((response) => response.end(payload));
    const server = await serve((response) => response.writeHead(302, { location: goal.origin }).end());
    const self = await serve((response) => response.writeHead(307, { location: '/again' }).end());
    for (const { origin } of [server, self]) {
      await expect(downloader()(at(origin), run())).rejects.toMatchObject({ code: 'Attachment.Unreachable' });
    }
    expect(goal.requests).toEqual([]);
    expect(self.requests.length).toBe(1);
  });

  test.each([
    [404, 'Attachment.Gone'],
    [410, 'Attachment.Gone'],
    [403, 'Attachment.Unreachable'],
    [206, 'Attachment.Unreachable'],
    [500, 'Attachment.Unreachable'],
  ])('answers %i gives no file', async (status, code) => {
    const server = await serve((response) => response.writeHead(status).end(payload));
    await expect(downloader()(at(server.origin), run())).rejects.toMatchObject({ code });
  });

  test('is not there', async () => {
    const server = await serve(() => undefined);
    await servers.pop()?.close();
    await expect(downloader()(at(server.origin), run())).rejects.toMatchObject({
      code: 'Attachment.Unreachable',
    });
  });
});

describe('no request is made', () => {
  const never: FetchFile = () => Promise.reject(new Error('a request was made'));

  test.each([
    ['http elsewhere', 'http://files.example/a'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,hi'],
    ['a page of the extension', 'chrome-extension://abc/popup.html'],
    ['a user name', 'https://me@files.example/a'],
    ['no address', 'files.example'],
    ['nothing', ''],
    ['a line break', 'https://files.example/\r\nhost: evil'],
    ['a long one', `https://files.example/${'a'.repeat(2048)}`],
  ])('to %s', async (_, url) => {
    await expect(downloader(patient, never)(at(url), run())).rejects.toMatchObject({
      code: 'Attachment.BadAddress',
    });
  });

  test.each([
    'http://127.0.0.1:1/a',
    'https://localhost/a',
    'https://127.1/',
    'https://0x7f.1/',
    'https://[::1]/a',
    'https://x.localhost/',
  ])('to this machine from a network elsewhere: %s', async (url) => {
    await expect(downloader(patient, never)(at(url), run({ allowsLoopback: false }))).rejects.toMatchObject({
      code: 'Attachment.BadAddress',
    });
  });

  test('for a file that is said to be too large', async () => {
    const large = at('https://files.example/a', { contentLength: 26_214_401 });
    await expect(downloader(patient, never)(large, run())).rejects.toMatchObject({
      code: 'Attachment.TooLarge',
    });
  });
});

test('who calls it off is told their own reason, at any time', async () => {
  const reason = new WalletInboxError('Attachment.Cancelled', 'Enough.');
  const early = new AbortController();
  early.abort(reason);
  const server = await serve((response) => response.write('x'));
  await expect(downloader()(at(server.origin), run({ signal: early.signal }))).rejects.toBe(reason);
  const late = new AbortController();
  const onProgress = () => late.abort(reason);
  await expect(downloader()(at(server.origin), run({ signal: late.signal, onProgress }))).rejects.toBe(
    reason,
  );
});

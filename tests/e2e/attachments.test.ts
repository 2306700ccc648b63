/** Files both ways with the official SDK, through the built extension: what leaves, when, and what comes of it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { chunkBytes } from '../../src/bridge/attachmentView.ts';
import { bytesToChunkText, chunkTextToBytes } from '../../src/bridge/chunkText.ts';
import type { MessageView } from '../../src/bridge/messageView.ts';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { askWorker } from '../support/askWorker.ts';
import { canarySearch } from '../support/canarySearch.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type FileServer, startFileServer } from '../support/fileServer.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown, unlock } from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer, PeerFile, PeerRemoteFile } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'files come and go';
const nameCanary = 'umbrella-pangolin-5127';
const dataCanary = 'quartz-dromedary-9038';

let node: TestNode;
let browser: ExtensionBrowser;
let peer: OfficialPeer;
let server: FileServer;
/** What the server of the peer's files does. */
let give: (response: ServerResponse) => void = (response) => response.writeHead(404).end();
let page: Page;
/** The DM as the extension lists it, and as the peer does. */
let conversationId: string;
let dmId: string;

beforeAll(async () => {
  node = await startTestNode();
  server = await startFileServer((response) => give(response));
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password, webUrl: node.webUrl });
  dmId = (await peer.dm(await inboxIdOf(node.webUrl, address))).conversationId;
  await peer.sendText(dmId, 'hello');
  page = await browser.open('popup.html');
  await inboxShown(page);
  conversationId = await vi.waitFor(
    async () => {
      const [dm] = (await askWorker(page, 'inbox.subscribe', {})).conversations;
      if (dm === undefined) throw new Error('the DM has not come');
      return dm.conversationId;
    },
    { timeout: 30_000 },
  );
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await server?.close();
  await node?.stop();
});

async function sendFile(name: string, mimeType: string, data: Uint8Array): Promise<MessageView> {
  const uploadId = await beginFile(name, mimeType, data);
  return askWorker(page, 'attachment.commit', { uploadId });
}

/** Hands a file over; it is not sent yet. */
async function beginFile(filename: string, mimeType: string, data: Uint8Array): Promise<string> {
  const uploadId = randomUUID();
  const sizeBytes = data.length;
  await askWorker(page, 'attachment.begin', { uploadId, conversationId, filename, mimeType, sizeBytes });
  for (let offset = 0; offset < sizeBytes; offset += chunkBytes) {
    const piece = bytesToChunkText(data.subarray(offset, offset + chunkBytes));
    await askWorker(page, 'attachment.put', { uploadId, offset, data: piece });
  }
  return uploadId;
}

/** The peer sends a file that lies at the test's server. Answers its message, once it is in the thread. */
async function receiveFile(file: PeerFile, path: string) {
  const { payload, ...keys } = await peer.encryptFile(file);
  give = (response) => response.end(payload);
  const remote: PeerRemoteFile = { ...keys, url: `${server.origin}${path}`, scheme: 'https://' };
  const messageId = await peer.sendContent(dmId, 'RemoteAttachment', remote);
  await expect.poll(() => messageOf(messageId), { timeout: 30_000 }).toBeDefined();
  return { messageId, message: await messageOf(messageId), payload };
}

async function messageOf(messageId: string): Promise<MessageView | undefined> {
  const { messages } = await askWorker(page, 'thread.open', { conversationId });
  return messages.find((message) => message.messageId === messageId);
}

async function openFile(messageId: string) {
  // One port for all of it: what a window opened goes with the window.
  return page.evaluate(
    async ([transferId, id]) => {
      const port = chrome.runtime.connect({ name: 'popup' });
      const ask = (channel: string, input: object) =>
        new Promise<Record<string, string | number>>((resolve, reject) => {
          const requestId = crypto.randomUUID();
          port.onMessage.addListener((message) => {
            if (message.type !== 'response' || message.id !== requestId) return;
            if (message.ok) resolve(message.output);
            else reject(new Error(message.error.code));
          });
          port.postMessage({ type: 'request', id: requestId, channel, input });
        });
      try {
        const file = await ask('attachment.open', { transferId, messageId: id, index: 0 });
        const pieces: string[] = [];
        for (let offset = 0; offset < Number(file.sizeBytes); ) {
          const data = String((await ask('attachment.read', { transferId, offset })).data);
          pieces.push(data);
          offset += atob(data).length;
        }
        return { filename: file.filename, mimeType: file.mimeType, pieces };
      } finally {
        port.disconnect();
      }
    },
    [randomUUID(), messageId] as const,
  );
}

/** The thread, at its newest message. */
async function showThread(): Promise<void> {
  await askWorker(page, 'conversation.markRead', { conversationId });
  await page.goto(`chrome-extension://${browser.extensionId}/sidepanel.html#/conversation/${conversationId}`);
}

test('a stranger’s file makes no request, whatever a window asks', async () => {
  const { messageId, message } = await receiveFile(
    { filename: 'bait.png', mimeType: 'image/png', content: new Uint8Array(randomBytes(50)) },
    '/bait',
  );
  expect(message?.content).toMatchObject({ kind: 'attachments', items: [{ filename: 'bait.png' }] });
  await expect(openFile(messageId)).rejects.toThrow('Attachment.NotAllowed');
  expect(server.requests).toEqual([]);
});

test('an accepted person’s file is fetched when it is opened, not before, and is what was sent', async () => {
  await askWorker(page, 'conversation.setConsent', { conversationId, consent: 'allowed' });
  const content = new Uint8Array(randomBytes(400_000));
  const stored = await receiveFile({ filename: 'a.jpg', mimeType: 'image/jpeg', content }, '/f');
  const { messageId } = stored;
  expect(server.requests).toEqual([]);
  // Servers that are for apps outside the web say nothing of other origins.
  const { payload } = stored;
  give = (response) => {
    response.removeHeader('access-control-allow-origin');
    response.end(payload);
  };
  const opened = await openFile(messageId);
  expect([opened.filename, opened.mimeType]).toEqual(['a.jpg', 'image/jpeg']);
  expect(Buffer.concat(opened.pieces.map(chunkTextToBytes)).equals(content)).toBe(true);
  const [request] = server.requests;
  expect([server.requests.length, request?.method, request?.url]).toEqual([1, 'GET', '/f']);
  for (const name of ['cookie', 'authorization', 'referer'])
    expect(request?.headers).not.toHaveProperty(name);
});

test('a server that lies, leads away or forgot is told by code, and nothing more is asked of it', async () => {
  const { messageId } = await receiveFile(
    { filename: 'b', mimeType: 'text/plain', content: new Uint8Array(randomBytes(100)) },
    '/g',
  );
  const before = server.requests.length;
  for (const [answer, code] of [
    [(response) => response.end('another file'), 'Attachment.DigestMismatch'],
    [(response) => response.writeHead(302, { location: '/h' }).end(), 'Attachment.Unreachable'],
    [(response) => response.writeHead(404).end(), 'Attachment.Gone'],
    [(response) => response.end(Buffer.alloc(200_000)), 'Attachment.TooLarge'],
  ] satisfies [(response: ServerResponse) => void, string][]) {
    give = answer;
    await expect(openFile(messageId)).rejects.toThrow(code);
  }
  expect(server.requests.slice(before).map(({ url }) => url)).toEqual(Array(4).fill('/g'));
});

test('a file goes to the node, and the official client opens it', async () => {
  const text = `${dataCanary} `.repeat(20_000);
  const data = new TextEncoder().encode(text);
  const sent = await sendFile(`${nameCanary}.txt`, 'text/plain', data);
  expect(sent).toMatchObject({ isOwn: true, content: { kind: 'attachments' } });
  await expect.poll(async () => (await messageOf(sent.messageId))?.status, { timeout: 30_000 }).toBe('sent');
  await peer.sync();
  const received = await peer.content(sent.messageId);
  expect(received.contentType).toBe('xmtp.org/remoteStaticAttachment:1.0');
  const remote = received.content as PeerRemoteFile;
  expect(remote).toMatchObject({ filename: `${nameCanary}.txt` });
  expect(remote.url.startsWith(`${node.webUrl}/uploads/`)).toBe(true);
  const payload = new Uint8Array(await (await fetch(remote.url)).arrayBuffer());
  expect(remote.contentLength).toBe(payload.length);
  const file = await peer.decryptFile(payload, remote);
  expect([file.filename, file.mimeType]).toEqual([`${nameCanary}.txt`, 'text/plain']);
  expect(Buffer.from(file.content).equals(data)).toBe(true);
  // Our own file opens here as well.
  expect((await openFile(sent.messageId)).pieces.length).toBe(Math.ceil(data.length / chunkBytes));
});

test('a person sees where a file lies, and only a click fetches it', async () => {
  const content = new TextEncoder().encode('just words');
  const { messageId } = await receiveFile(
    { filename: 'words.txt', mimeType: 'text/plain', content },
    '/words',
  );
  const before = server.requests.length;
  await showThread();
  const card = page.locator(`[data-row="${messageId}"] .file`);
  await card.getByText('words.txt').waitFor();
  await card.getByText(new URL(server.origin).host).waitFor();
  expect(server.requests.length).toBe(before);
  await card.getByRole('button', { name: 'Download' }).click();
  await card.locator('iframe').waitFor();
  await page.frameLocator(`[data-row="${messageId}"] iframe`).getByText('just words').waitFor();
  expect(server.requests.slice(before).map(({ url }) => url)).toEqual(['/words']);
});

test('a file that a person chooses is sent, and the official client opens it', async () => {
  const data = randomBytes(300_000);
  await page
    .locator('.composer__files')
    .setInputFiles({ name: 'notes.pdf', mimeType: 'application/pdf', buffer: data });
  await page.locator('.bubble').getByText('notes.pdf').waitFor();
  await expect.poll(() => page.locator('.uploads__row').count()).toBe(0);
  const newest = async () => (await askWorker(page, 'thread.open', { conversationId })).messages[0];
  await expect.poll(async () => (await newest())?.status).toBe('sent');
  await peer.sync();
  const remote = (await peer.content((await newest())?.messageId ?? '')).content as PeerRemoteFile;
  const payload = new Uint8Array(await (await fetch(remote.url)).arrayBuffer());
  const file = await peer.decryptFile(payload, remote);
  expect([file.filename, file.mimeType]).toEqual(['notes.pdf', 'application/pdf']);
  expect(data.equals(file.content)).toBe(true);
});

test('an upload server that a person names is the one that is used', async () => {
  await askWorker(page, 'settings.update', { uploadUrl: `${server.origin}/put` });
  give = (response) => response.writeHead(201).end(JSON.stringify({ url: '/stored' }));
  const sent = await sendFile('c.bin', '', new Uint8Array(randomBytes(1_000)));
  await expect.poll(async () => (await messageOf(sent.messageId))?.status).toBe('sent');
  const request = server.requests.at(-1);
  expect([request?.method, request?.url]).toEqual(['POST', '/put']);
  expect(JSON.stringify(request?.headers)).not.toContain('c.bin');
  await peer.sync();
  expect((await peer.content(sent.messageId)).content).toMatchObject({ url: `${server.origin}/stored` });
  await expect(askWorker(page, 'settings.update', { uploadUrl: 'http://files.example/' })).rejects.toThrow(
    'Bridge.InvalidRequest',
  );
});

test('a file that was cut off by the end of the browser is seen as not sent; none of it is on the disk', async () => {
  give = () => undefined;
  const data = new TextEncoder().encode(dataCanary.repeat(2_000));
  const uploadId = await beginFile(`${nameCanary}.pdf`, 'application/pdf', data);
  const before = server.requests.length;
  askWorker(page, 'attachment.commit', { uploadId }).catch(() => undefined);
  await expect.poll(() => server.requests.length).toBe(before + 1);
  const { profileDir } = browser;
  await browser.close({ keep: true });
  expect(canarySearch(profileDir, [nameCanary, dataCanary])).toEqual([]);

  browser = await launchExtension({ profileDir });
  page = await browser.open('popup.html');
  await unlock(page, password);
  await inboxShown(page);
  const { uploads } = await askWorker(page, 'uploads.list', {});
  expect(uploads).toMatchObject([
    {
      uploadId,
      filename: `${nameCanary}.pdf`,
      phase: 'failed',
      code: 'Attachment.Interrupted',
      canRetry: false,
    },
  ]);
  await showThread();
  await page.getByText('Choose the file again').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: `Forget ${nameCanary}.pdf` }).click();
  await expect.poll(async () => (await askWorker(page, 'uploads.list', {})).uploads).toEqual([]);
  await expect.poll(() => page.locator('.uploads__row').count()).toBe(0);
});

test('a window fetches nothing, not even what the worker may', async () => {
  const before = server.requests.length;
  const failure = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'fetched',
        () => 'refused',
      ),
    `${server.origin}/w`,
  );
  expect([failure, server.requests.length]).toEqual(['refused', before]);
});

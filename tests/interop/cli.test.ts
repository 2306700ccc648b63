/** The command line as a person or a script uses it, with an official client as the other side. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canarySearch } from '../support/canarySearch.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer, PeerRemoteFile } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const command = resolve(import.meta.dirname, '../../bin/wallet-inbox.js');
const key = randomBytes(32).toString('hex');
const canary = 'ambling-periwinkle-tapir-2290';

let node: TestNode;
let peer: OfficialPeer;
let dataDir: string;

beforeAll(async () => {
  node = await startTestNode();
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  dataDir = mkdtempSync(join(tmpdir(), 'wallet-inbox-cli-'));
});

afterAll(async () => {
  await peer?.close();
  await node?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Ran {
  readonly status: number | null;
  readonly rows: readonly Record<string, unknown>[];
  readonly errors: readonly Record<string, unknown>[];
}

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Runs a command with `--json` on the store of these tests. */
function run(args: readonly string[], secret = key): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [command, ...args, '--data', dataDir, '--json'],
    { encoding: 'utf8', env: { ...process.env, WALLET_INBOX_KEY: secret } },
  );
  expect(stdout + stderr).not.toContain(secret);
  return { status, rows: rowsOf(stdout), errors: rowsOf(stderr) };
}

test('an account is registered once, and every call after it knows who it is', () => {
  expect(run(['whoami'])).toMatchObject({ status: 1, errors: [{ code: 'Account.NotRegistered' }] });
  const registered = run(['register', '--node', node.webUrl]);
  expect(registered).toMatchObject({ status: 0, errors: [] });
  expect(registered.rows).toEqual([
    {
      address: expect.stringMatching(/^0x[0-9a-f]{40}$/),
      inboxId: expect.stringMatching(/^[0-9a-f]{64}$/),
      installationId: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect(run(['whoami']).rows).toEqual(registered.rows);
  expect(run(['register']).rows).toEqual(registered.rows);
});

test('it sends to an address, lists, reads and streams; ids are those of the official client', async () => {
  const [self] = run(['whoami']).rows;
  const sent = run(['send', peer.address, `first ${canary}`]);
  expect(sent.status).toBe(0);
  const [{ conversationId, messageId } = {}] = sent.rows;
  expect(sent.rows).toMatchObject([
    {
      senderInboxId: self?.inboxId,
      contentType: 'xmtp.org/text:1.0',
      text: `first ${canary}`,
      sentAtNs: expect.stringMatching(/^\d{19}$/),
    },
  ]);

  await peer.sync();
  const dm = await peer.dm(String(self?.inboxId));
  expect(await peer.messages(dm.conversationId)).toContainEqual(
    expect.objectContaining({ messageId, text: `first ${canary}`, senderInboxId: self?.inboxId }),
  );
  const answerId = await peer.sendText(dm.conversationId, 'an answer');

  expect(run(['list']).rows).toMatchObject([
    { conversationId, kind: 'dm', peerInboxId: peer.inboxId, lastMessage: { messageId: answerId } },
  ]);
  const texts = run(['read', String(conversationId)]).rows.filter(({ kind }) => kind === 'content');
  expect(texts.map(({ messageId: id, text }) => [id, text])).toEqual([
    [messageId, `first ${canary}`],
    [answerId, 'an answer'],
  ]);
  expect(run(['read', String(conversationId), '--limit', '1', '--offline']).rows).toMatchObject([
    { messageId: answerId },
  ]);

  // To the inbox id, the same conversation.
  expect(run(['send', peer.inboxId, 'second']).rows).toMatchObject([{ conversationId }]);
});

test('a notification reaches the official client as documented, and any other as its fallback', async () => {
  const [self] = run(['whoami']).rows;
  const notification = {
    type: 'orders',
    title: 'Order 1042 is on its way',
    body: 'Two parcels.\nMonday.',
    url: 'https://shop.example/orders/1042',
  };
  const { type, title, body, url } = notification;
  const args = ['--type', type, '--title', title, '--body', body, '--url', url];
  const sent = run(['notify', '--to', peer.address, ...args]);
  const fallback = `${title}\n\n${body}\n${url}`;
  expect(sent).toMatchObject({
    status: 0,
    errors: [],
    rows: [{ contentType: 'wallet-inbox/notification:1.0', text: fallback, status: 'sent', isOwn: true }],
  });
  await peer.sync();
  const dm = await peer.dm(String(self?.inboxId));
  const received = (await peer.messages(dm.conversationId)).find(
    ({ messageId }) => messageId === sent.rows[0]?.messageId,
  );
  expect(received).toMatchObject({
    senderInboxId: self?.inboxId,
    contentType: 'wallet-inbox/notification:1.0',
    text: fallback,
    carried: { parameters: { encoding: 'UTF-8' } },
  });
  expect(JSON.parse(Buffer.from(received?.carried?.content ?? []).toString('utf8'))).toEqual(notification);

  // The way back: a backend on the official SDK.
  const messageId = await peer.sendEncoded(dm.conversationId, {
    authorityId: 'wallet-inbox',
    typeId: 'notification',
    versionMajor: 1,
    versionMinor: 0,
    parameters: { encoding: 'UTF-8' },
    fallback: 'for the others',
    content: Buffer.from(JSON.stringify(notification)),
  });
  expect(run(['list']).rows).toMatchObject([{ lastMessage: { messageId, text: fallback } }]);

  expect(run(['notify', '--to', `0x${'0'.repeat(39)}1`, ...args])).toMatchObject({
    status: 1,
    errors: [{ code: 'Peer.NoInbox' }],
  });
});

test('it answers, reacts and sends files, small ones inside and large ones by way of a server', async () => {
  const [self] = run(['whoami']).rows;
  const dm = await peer.dm(String(self?.inboxId));
  const asked = await peer.sendText(dm.conversationId, 'a question');

  const answer = run(['reply', '--to', peer.address, '--message', asked, '--text', 'an answer to it']);
  expect(answer).toMatchObject({
    status: 0,
    errors: [],
    rows: [{ contentType: 'xmtp.org/reply:1.0', text: 'an answer to it', repliedToId: asked }],
  });
  const reacted = run(['react', '--message', asked, '--emoji', '👍']);
  expect(reacted.rows).toMatchObject([
    { messageId: asked, reactions: [{ content: '👍', schema: 'unicode', inboxIds: [self?.inboxId] }] },
  ]);
  expect(run(['react', '--message', asked, '--emoji', '👍', '--remove']).rows[0]).not.toHaveProperty(
    'reactions',
  );

  const path = join(dataDir, 'picture.png');
  const data = randomBytes(5000);
  writeFileSync(path, data);
  const inside = run(['attach', '--to', peer.inboxId, '--file', path]);
  const to = String(inside.rows[0]?.conversationId);
  const upload = ['--upload', `${node.webUrl}/uploads`];
  const outside = run(['attach', '--to', to, '--file', path, '--mime', 'image/x-own', ...upload]);
  expect([inside, outside]).toMatchObject([{ status: 0 }, { status: 0 }]);

  await peer.sync();
  expect(await peer.content(String(answer.rows[0]?.messageId))).toMatchObject({
    fallback: 'Replied with "an answer to it" to an earlier message',
    content: { referenceId: asked, content: 'an answer to it', inReplyToId: asked },
  });
  expect((await peer.content(asked)).reactions.map(({ content }) => content)).toMatchObject([
    { action: 1, content: '👍' },
    { action: 2, content: '👍' },
  ]);
  expect(await peer.content(String(inside.rows[0]?.messageId))).toMatchObject({
    content: { filename: 'picture.png', mimeType: 'image/png', content: new Uint8Array(data) },
  });
  const { content } = await peer.content(String(outside.rows[0]?.messageId));
  const remote = content as PeerRemoteFile;
  expect(remote.url.startsWith(`${node.webUrl}/uploads/`)).toBe(true);
  const payload = new Uint8Array(await (await fetch(remote.url)).arrayBuffer());
  expect(payload.length).toBe(remote.contentLength);
  expect(await peer.decryptFile(payload, remote)).toEqual({
    filename: 'picture.png',
    mimeType: 'image/x-own',
    content: new Uint8Array(data),
  });

  writeFileSync(path, Buffer.alloc(1024 * 1024));
  const attach = ['attach', '--to', peer.inboxId, '--file'];
  expect(run([...attach, path]).errors).toMatchObject([{ code: 'Attachment.NoEndpoint' }]);
  expect(run([...attach, path, '--upload', 'http://127.0.0.1:9/']).errors).toMatchObject([
    { code: 'Attachment.Unreachable' },
  ]);
  expect(run([...attach, dataDir])).toMatchObject({ status: 2, errors: [{ code: 'Cli.Usage' }] });
  expect(run(['react', '--message', 'ab'.repeat(32), '--emoji', 'x']).errors).toMatchObject([
    { code: 'Message.Unknown' },
  ]);
});

test('the file of a site names the inbox of the store, and an image that cannot be used is said', () => {
  const [self] = run(['whoami']).rows;
  const icon = join(dataDir, 'icon');
  writeFileSync(icon, Buffer.from('89504e470d0a1a0a', 'hex'));
  expect(run(['well-known', '--name', 'Shop', '--icon', icon, '--type', 'orders:Orders']).rows).toEqual([
    {
      name: 'Shop',
      icon: 'data:image/png;base64,iVBORw0KGgo=',
      senders: [self?.inboxId],
      types: [{ id: 'orders', name: 'Orders' }],
    },
  ]);
  for (const bytes of ['<svg/>', Buffer.alloc(40_000)]) {
    writeFileSync(icon, bytes);
    expect(run(['well-known', '--icon', icon])).toMatchObject({
      status: 2,
      rows: [],
      errors: [{ code: 'Cli.Usage' }],
    });
  }
  expect(run(['well-known', '--icon', dataDir])).toMatchObject({ status: 2, rows: [] });
});

test('stream prints what waits and what comes, and ends well on SIGTERM', async () => {
  const [self] = run(['whoami']).rows;
  const dm = await peer.dm(String(self?.inboxId));
  await peer.sendText(dm.conversationId, 'it waits');
  const child = spawn(process.execPath, [command, 'stream', '--data', dataDir, '--json'], {
    env: { ...process.env, WALLET_INBOX_KEY: key },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const seen: unknown[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const row = JSON.parse(line) as { kind: string; text: string };
    if (row.kind === 'content') seen.push(row.text);
  });
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['it waits']);
  await peer.sendText(dm.conversationId, 'it comes');
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['it waits', 'it comes']);
  child.kill('SIGTERM');
  const status = await new Promise((done) => child.on('exit', done));
  expect(status).toBe(0);
});

test('a group is made, changed, talked in and left, and the official client sees each of it', async () => {
  const other = await officialNodePeer({ grpcUrl: node.grpcUrl });
  const [self] = run(['whoami']).rows;
  const made = run(['group', 'create', '--name', 'by hand', '--description', 'd', peer.address]);
  expect(made).toMatchObject({
    status: 0,
    errors: [],
    rows: [{ name: 'by hand', description: 'd', preset: 'allMembers', ownRole: 'superAdmin' }],
  });
  const id = String(made.rows[0]?.conversationId);
  for (const args of [
    ['rename', id, 'renamed by hand'],
    ['image', id, 'https://example.org/x.png'],
    ['add', id, other.inboxId],
    ['role', id, peer.inboxId, 'admin'],
    ['permit', id, 'name', 'admin'],
    ['send', id, 'to the group'],
  ]) {
    expect(run(['group', ...args])).toMatchObject({ status: 0, errors: [] });
  }
  await peer.sync();
  expect(await peer.group(id)).toMatchObject({
    name: 'renamed by hand',
    imageUrl: 'https://example.org/x.png',
    addedByInboxId: self?.inboxId,
    policies: { name: 'admin' },
  });
  expect((await peer.members(id)).find(({ inboxId }) => inboxId === peer.inboxId)?.role).toBe('admin');
  expect((await peer.messages(id)).map(({ text }) => text)).toContain('to the group');
  await other.sync();
  await other.leave(id);
  run(['list']);
  expect(run(['group', 'info', id, '--offline']).rows[0]?.members).toHaveLength(2);
  expect(run(['group', 'remove', id, other.inboxId])).toMatchObject({
    status: 1,
    errors: [{ code: 'Group.Refused', details: { reason: 'notMember' } }],
  });
  expect(run(['group', 'leave', id])).toMatchObject({
    status: 1,
    errors: [{ code: 'Group.Refused', details: { reason: 'superAdminLeaves' } }],
  });
  await other.close();
});

test.each([
  ['an address without an inbox', ['send', `0x${'0'.repeat(39)}1`, 'hi'], 1, 'Peer.NoInbox'],
  ['a peer that is neither', ['send', 'bob', 'hi'], 1, 'Peer.Invalid'],
  ['a conversation that is not here', ['read', 'ff'.repeat(16)], 1, 'Conversation.Unknown'],
  ['a node that does not answer', ['list', '--node', 'http://127.0.0.1:9'], 1, 'Node.Unreachable'],
  ['an address that is no node', ['list', '--node', 'ftp://here'], 1, 'Node.InvalidUrl'],
  ['a command that is unknown', ['dance'], 2, 'Cli.Usage'],
  ['a text that is missing', ['send', 'bob'], 2, 'Cli.Usage'],
  ['a notification to nobody', ['notify', '--type', 'a', '--title', 'T', '--body', 'B'], 2, 'Cli.Usage'],
])('%s is a coded error', (_, args, status, code) => {
  expect(run(args)).toMatchObject({ status, rows: [], errors: [{ code }] });
});

test('a malformed key and the key of another wallet are told apart', () => {
  expect(run(['list'], 'not-a-key')).toMatchObject({ status: 1, errors: [{ code: 'Wallet.InvalidKey' }] });
  expect(run(['list'], 'cd'.repeat(32))).toMatchObject({
    status: 1,
    errors: [{ code: 'Account.OtherAddress' }],
  });
});

test('neither the key nor a message is readable in the store', () => {
  expect(canarySearch(dataDir, [canary, key, 'an answer'])).toEqual([]);
});

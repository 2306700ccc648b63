/** What a backend does with this package, by the package's name and in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startNode } from '../../src/node/startNode.ts';
import { newDevice } from './clientCrash.ts';

const example = resolve(import.meta.dirname, '../../examples/backend/notify.ts');

test('the example notifies, twice from one store and as one inbox', async () => {
  const node = await startNode();
  onTestFinished(() => node.close());
  const { client: person } = await newDevice(node.webUrl).boot();
  onTestFinished(() => person.close());
  const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-backend-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  const notify = async () => {
    const env = {
      ...process.env,
      SENDER_KEY: `0x${'4d'.repeat(32)}`,
      STORE: join(folder, 'sender.db'),
      XMTP_NODE: node.webUrl,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [example, person.inboxId], { env });
    return JSON.parse(stdout) as { readonly sender: string; readonly messageId: string };
  };
  const first = await notify();
  const second = await notify();
  expect(second.sender).toBe(first.sender);

  await person.syncAll();
  const dm = await person.findDm(first.sender);
  expect(dm).toMatchObject({ consent: 'unknown', unreadCount: 2 });
  const messages = await person.listMessages(dm?.conversationId ?? '');
  expect(messages.filter(({ kind }) => kind === 'content')).toMatchObject([
    { messageId: second.messageId, contentType: 'wallet-inbox/notification:1.0' },
    { messageId: first.messageId, text: expect.stringContaining('Order 1042 is on its way') },
  ]);
});

test('the ports of a program of its own are reached by the package name', async () => {
  const client = await import('wallet-inbox/client');
  expect(Object.keys(client).sort()).toEqual(['isRegistered', 'openClient', 'registerClient']);
});

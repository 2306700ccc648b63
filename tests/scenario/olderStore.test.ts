/** A store of the schema before reactions, deletions and vanishing messages: it opens, and reads as it did. */
import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { conversationViews } from '../../src/core/client/conversationView.ts';
import { listConversationRows, listVisibleMessages } from '../../src/core/client/listRows.ts';
import { contentToBytes } from '../../src/core/content/contentBytes.ts';
import { encodeContent } from '../../src/core/content/encodeContent.ts';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import { orderKey, timeKey } from '../../src/core/conversation/orderKey.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { createSealer } from '../../src/core/crypto/sealer.ts';
import type { Change, Database } from '../../src/core/ports.ts';
import { openIdbDatabase } from '../../src/core/storage/idb/openIdbDatabase.ts';
import { openSqliteDatabase } from '../../src/core/storage/sqlite/openSqliteDatabase.ts';
import { recordsSchema, type StorageSchema } from '../../src/core/storage/storageSchema.ts';

const { annotations: _, ...tablesBefore } = recordsSchema.tables;
const schemaBefore: StorageSchema = {
  version: 2,
  tables: { ...tablesBefore, messages: { indexes: { byConversation: ['conversationId', 'order'] } } },
  migrations: [],
};

const own = '0a'.repeat(32);
const peer = '0b'.repeat(32);
const id = '0c'.repeat(16);
const sentAtNs = 1_700_000_000_000_000_000n;

function messageRow(key: string, ns: bigint, content: MessageContent): Change {
  const body = {
    groupId: id,
    senderInboxId: peer,
    sentAtNs: ns,
    kind: 'content',
    status: 'sent',
    content: contentToBytes(encodeContent(content)),
  } as const;
  const clear = { conversationId: id, order: orderKey(ns, ns) };
  return { kind: 'put', table: 'messages', record: { key, clear, body } };
}

async function fillAsBefore(database: Database): Promise<void> {
  const text = 'aa'.repeat(32);
  const reaction = {
    kind: 'reaction',
    reference: text,
    action: 'added',
    content: '👍',
    schema: 'unicode',
  } as const;
  await database.commit([
    messageRow(text, sentAtNs, { kind: 'text', text: 'from before' }),
    // It lay among the lines then.
    messageRow('bb'.repeat(32), sentAtNs + 1n, reaction),
    {
      kind: 'put',
      table: 'conversations',
      record: {
        key: id,
        clear: { activity: timeKey(sentAtNs) },
        body: {
          kind: 'dm',
          peerInboxId: peer,
          name: '',
          memberInboxIds: [own, peer],
          consent: 'allowed',
          isActive: true,
          unreadCount: 1,
          lastMessageId: text,
          createdAtNs: sentAtNs,
        },
      },
    },
  ]);
  await database.close();
}

async function readNow(database: Database): Promise<void> {
  const context = { database, clock: { nowMs: () => Date.now() }, account: { inboxId: own } };
  expect(await listVisibleMessages(context, id, {})).toMatchObject([{ text: 'from before', reactions: [] }]);
  const [conversation] = await conversationViews(context, await listConversationRows(database, {}));
  expect(conversation).toMatchObject({
    unreadCount: 1,
    lastMessage: { text: 'from before' },
    isMuted: false,
    isPinned: false,
    isArchived: false,
    maybeForked: false,
  });
  expect(await database.list('messages', { index: 'byExpiry' })).toEqual([]);
  expect(await database.list('annotations')).toEqual([]);
  await database.close();
}

const sealer = createSealer(webRandom.bytes(32), webRandom);

test('in SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-older-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'inbox.db');
  await fillAsBefore(await openSqliteDatabase({ path, sealer, schema: schemaBefore }));
  await readNow(await openSqliteDatabase({ path, sealer }));
  await expect(openSqliteDatabase({ path, sealer, schema: schemaBefore })).rejects.toMatchObject({
    code: 'Storage.Unavailable',
  });
});

test('in IndexedDB', async () => {
  const name = 'older-store';
  await fillAsBefore(await openIdbDatabase({ name, sealer, schema: schemaBefore }));
  await readNow(await openIdbDatabase({ name, sealer }));
});

import { expect, test } from 'vitest';
import type { AnnotationBody, MessageBody } from '../records.ts';
import { unsafeMemoryDatabase } from '../storage/memory/unsafeMemoryDatabase.ts';
import { annotatePage } from './annotatePage.ts';
import type { DraftedMessage, PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

const conversationId = 'c0'.repeat(16);
const groupId = conversationId;
const peer = 'a1'.repeat(32);
const idOf = (n: number) => n.toString(16).padStart(64, '0');

function world() {
  const database = unsafeMemoryDatabase();
  const session = { database } as unknown as Session;
  let count = 0;
  const body: MessageBody = {
    groupId,
    senderInboxId: peer,
    sentAtNs: 1n,
    kind: 'content',
    status: 'sent',
    content: new Uint8Array([1]),
  };
  const drafted = (more: Partial<DraftedMessage>): DraftedMessage => {
    count += 1;
    return {
      messageId: idOf(1_000_000 + count),
      body,
      countsAsUnread: false,
      showsInList: false,
      isShown: false,
      origin: 'received',
      ...more,
    };
  };
  const says = (annotation: AnnotationBody): DraftedMessage =>
    drafted({ act: { annotation, groupId, byInboxId: peer, bySuperAdmin: false } });
  return {
    database,
    body,
    arrives: (messageId: string) => drafted({ messageId, isShown: true }),
    likes: (messageId: string, content = '👍') =>
      says({ kind: 'reaction', messageId, content, schema: 'unicode', action: 'added' }),
    deletes: (messageId: string) => says({ kind: 'deletion', messageId }),
    async page(...messages: readonly DraftedMessage[]) {
      const draft = { outbox: [] } as unknown as PageDraft;
      const page = await annotatePage(session, draft, conversationId, messages, new Map());
      await database.commit(page.changes);
      return page;
    },
    waiting: async () => (await database.get('annotations', conversationId))?.body.acts ?? [],
  };
}

test('who names messages that never come fills no disk: the newest are kept, of however many pages', async () => {
  const { database, likes, page, waiting } = world();
  for (let first = 0; first < 1_000; first += 100) {
    await page(...Array.from({ length: 100 }, (_, n) => likes(idOf(first + n))));
  }
  expect(await database.count('annotations')).toBe(1);
  const kept = await waiting();
  expect(kept).toHaveLength(300);
  expect(kept.at(-1)?.annotation.messageId).toBe(idOf(999));
});

test('what waited comes to its message and is forgotten, the rest waits on', async () => {
  const { likes, arrives, page, waiting } = world();
  await page(likes(idOf(1)), likes(idOf(2)), likes(idOf(1), '❤️'));
  const { messages } = await page(arrives(idOf(1)));
  expect(messages[0]?.body.reactions?.map(({ content }) => content)).toEqual(['👍', '❤️']);
  expect((await waiting()).map(({ annotation }) => annotation.messageId)).toEqual([idOf(2)]);
  const { changes } = await page(arrives(idOf(3)));
  expect(changes).toEqual([]);
});

test('one that leaves and one that comes in one page are both noticed', async () => {
  const { likes, arrives, page, waiting } = world();
  await page(likes(idOf(1)));
  await page(arrives(idOf(1)), likes(idOf(2)));
  expect((await waiting()).map(({ annotation }) => annotation.messageId)).toEqual([idOf(2)]);
});

test('of one page, what is said before its message comes is kept for it in order', async () => {
  const { likes, deletes, arrives, page } = world();
  const { messages } = await page(likes(idOf(1)), deletes(idOf(2)), arrives(idOf(1)));
  expect(messages.at(-1)?.body.reactions).toMatchObject([{ inboxIds: [peer] }]);
});

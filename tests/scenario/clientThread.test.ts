/** What a thread shows beyond text: reactions, quotes, deletions, receipts, and what a person sets for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import { startNode } from '../../src/node/startNode.ts';
import {
  codeOf,
  conversationOf,
  dmOfTwo,
  type Mood,
  messageOf,
  moodyNode,
  newPerson,
  type Person,
  rawId,
  reopened,
  rowOf,
  say,
  sendRaw,
  sync,
  told,
  unanswered,
} from './threadScene.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

const lines = async ({ client }: Person, id: string) =>
  (await client.listMessages(id)).filter(({ kind }) => kind === 'content').map(({ text }) => text);

const reactionsOf = async (person: Person, messageId: string) =>
  (await messageOf(person, messageId)).reactions.map(({ content, inboxIds }) => [content, inboxIds]);

test('a reaction stands under its message at once, and with the others when it has come; taken back it is gone', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const target = await say(them, id, 'look');
  await sync(us);
  const { sent } = await us.client.react(target, '👍', 'added');
  expect((await messageOf(us, target)).reactions).toEqual([
    { content: '👍', schema: 'unicode', inboxIds: [us.client.inboxId], isOwn: true },
  ]);
  await sent;
  await sync(us, them);
  expect((await messageOf(them, target)).reactions).toEqual([
    { content: '👍', schema: 'unicode', inboxIds: [us.client.inboxId], isOwn: false },
  ]);
  expect(told(them, target).at(-1)).toMatchObject({ kind: 'message', isNew: false });

  await (await them.client.react(target, '👍', 'added')).sent;
  await (await them.client.react(target, ':wave:', 'added')).sent;
  // Said twice it stands there once, and nothing leaves.
  await (await us.client.react(target, '👍', 'added')).sent;
  await sync(them, us);
  expect(await reactionsOf(us, target)).toEqual([
    ['👍', [us.client.inboxId, them.client.inboxId]],
    [':wave:', [them.client.inboxId]],
  ]);
  expect(await reactionsOf(them, target)).toEqual(await reactionsOf(us, target));

  await (await us.client.react(target, '👍', 'removed')).sent;
  await (await them.client.react(target, ':wave:', 'removed')).sent;
  await sync(them, us, them);
  expect(await reactionsOf(us, target)).toEqual([['👍', [them.client.inboxId]]]);
  expect(await reactionsOf(them, target)).toEqual([['👍', [them.client.inboxId]]]);

  // It is no line, no last line, and nothing to be read.
  expect(await lines(them, id)).toEqual(['look', 'second', 'first']);
  const conversation = await conversationOf(them, id);
  expect(conversation).toMatchObject({ unreadCount: 1, lastMessage: { text: 'look' } });
  expect((await reopened(us).then((again) => reactionsOf(again, target)))[0]?.[0]).toBe('👍');
});

test('a reaction that is refused for good is undone and forgotten; it may be made again', async () => {
  const mood: Mood = { mode: 'works' };
  const { us, them, id } = await dmOfTwo(node.webUrl, { node: moodyNode(mood) });
  const target = await say(them, id, 'look');
  await sync(us);
  mood.mode = 'refuses';
  const { sent } = await us.client.react(target, '🎉', 'added');
  expect(await reactionsOf(us, target)).toHaveLength(1);
  expect(await codeOf(sent)).toBe('Node.Refused');
  expect(await reactionsOf(us, target)).toEqual([]);
  expect((await reopened(us).then((again) => reactionsOf(again, target))).length).toBe(0);

  expect(await us.database.list('outbox')).toEqual([]);
  mood.mode = 'works';
  await us.client.react(target, '🎉', 'added');
  await sync(us, them);
  expect(await reactionsOf(them, target)).toEqual([['🎉', [us.client.inboxId]]]);
});

test('who changes their mind before the node has the first word ends where they ended', async () => {
  const mood: Mood = { mode: 'works' };
  const { us, them, id } = await dmOfTwo(node.webUrl, { node: moodyNode(mood) });
  const target = await say(them, id, 'look');
  await sync(us);
  mood.mode = 'down';
  await us.client.react(target, '👍', 'added');
  await us.client.react(target, '👍', 'removed');
  await us.client.react(target, '❤️', 'added');
  expect(await reactionsOf(us, target)).toEqual([['❤️', [us.client.inboxId]]]);
  mood.mode = 'works';
  us.events.length = 0;
  await sync(us, them);
  expect(await reactionsOf(us, target)).toEqual([['❤️', [us.client.inboxId]]]);
  expect(await reactionsOf(them, target)).toEqual([['❤️', [us.client.inboxId]]]);
  // Never seen again on the way.
  for (const event of told(us, target)) {
    if (event.kind === 'message')
      expect(event.message.reactions.map(({ content }) => content)).toEqual(['❤️']);
  }
});

test('what we said last holds, also when only the first of it comes back', async () => {
  const mood: Mood = { mode: 'works' };
  const { us, them, id } = await dmOfTwo(node.webUrl, { node: moodyNode(mood) });
  const target = await say(them, id, 'look');
  await sync(us);
  await unanswered(mood, () => us.client.react(target, '👍', 'added'));
  await us.client.react(target, '👍', 'removed');
  await us.client.syncAll();
  // The first has come back by now, the second has not even left.
  expect(await us.database.count('outbox')).toBe(1);
  expect(await reactionsOf(us, target)).toEqual([]);
  await sync(them);
  expect(await reactionsOf(them, target)).toEqual([['👍', [us.client.inboxId]]]);
  mood.mode = 'works';
  await sync(us, them);
  expect(await reactionsOf(us, target)).toEqual([]);
  expect(await reactionsOf(them, target)).toEqual([]);
});

test('a message of ours that comes back keeps what was said about it meanwhile', async () => {
  const mood: Mood = { mode: 'works' };
  const { us, them, id } = await dmOfTwo(node.webUrl, { node: moodyNode(mood) });
  let liked = '';
  let regretted = '';
  await unanswered(mood, async () => {
    liked = (await us.client.sendText(id, 'liked')).message.messageId;
  });
  await unanswered(mood, async () => {
    regretted = (await us.client.sendText(id, 'regretted')).message.messageId;
  });
  await us.client.react(liked, '🙂', 'added');
  await us.client.deleteMessage(regretted);
  await us.client.syncAll();
  // The texts have come back by now, what was said about them has not left.
  expect(await messageOf(us, liked)).toMatchObject({ status: 'sent', reactions: [{ content: '🙂' }] });
  expect(await messageOf(us, regretted)).toMatchObject({ status: 'sent', deletedBy: us.client.inboxId });
  mood.mode = 'works';
  await sync(us, them);
  for (const person of [us, them]) {
    expect(await messageOf(person, liked)).toMatchObject({
      text: 'liked',
      reactions: [{ content: '🙂' }],
    });
    expect(await messageOf(person, regretted)).toMatchObject({
      text: '',
      deletedBy: us.client.inboxId,
    });
    expect((await rowOf(person, regretted))?.body.content).toHaveLength(0);
  }
});

test('a reaction to a message of another conversation does nothing, to either of them', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const stranger = await newPerson(node.webUrl);
  const secret = await say(us, id, 'between us');
  await sync(them);
  const { conversationId: other } = await stranger.client.openDm(us.client.inboxId);
  const said = await say(stranger, other, 'hello');
  await sync(us);
  // Whoever knows the id can name it; no client of ours sends that, so it goes in by hand.
  for (const content of [
    { kind: 'reaction', reference: secret, action: 'added', content: '💩', schema: 'unicode' },
    { kind: 'deleteMessage', messageId: secret },
  ] satisfies MessageContent[]) {
    await sendRaw(stranger, other, content);
  }
  await sync(us);
  expect(await messageOf(us, secret)).toMatchObject({ text: 'between us', reactions: [] });
  expect((await messageOf(us, secret)).deletedBy).toBeUndefined();
  const reply = await stranger.client.sendContent(other, {
    kind: 'reply',
    reference: secret,
    content: { kind: 'text', text: 'so?' },
  });
  await reply.sent;
  await sync(us);
  expect((await messageOf(us, reply.message.messageId)).repliedTo).toEqual({
    messageId: secret,
    text: '',
    isDeleted: false,
    isKnown: false,
  });
  expect(await messageOf(us, said)).toMatchObject({ reactions: [] });
});

test('a reply quotes what it answers, also when that is deleted later', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const long = 'x'.repeat(279) + '🦊'.repeat(10);
  const asked = await say(them, id, long);
  await sync(us);
  const { message, sent } = await us.client.sendContent(id, {
    kind: 'reply',
    reference: asked,
    content: { kind: 'text', text: 'because' },
  });
  expect(message.repliedTo?.text).toBe(`${'x'.repeat(279)}🦊`);
  await sent;
  await sync(us, them);
  const [answer] = await them.client.listMessages(id, { limit: 1 });
  expect(answer).toMatchObject({
    text: 'because',
    content: { kind: 'reply', reference: asked, referenceInboxId: them.client.inboxId },
    repliedTo: { messageId: asked, senderInboxId: them.client.inboxId, isDeleted: false, isKnown: true },
  });
  await (await them.client.deleteMessage(asked)).sent;
  await sync(us);
  expect((await us.client.listMessages(id, { limit: 1 }))[0]?.repliedTo).toEqual({
    messageId: asked,
    senderInboxId: them.client.inboxId,
    text: '',
    isDeleted: true,
    isKnown: true,
  });
});

test('a deleted message is erased for both, its reactions too; unread and the last line follow', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const kept = await say(them, id, 'kept');
  const gone = await say(them, id, 'a thing that I regret');
  await sync(us);
  await (await us.client.react(gone, '👀', 'added')).sent;
  expect((await conversationOf(us, id)).unreadCount).toBe(3);
  await (await them.client.deleteMessage(gone)).sent;
  await sync(them, us);

  for (const person of [us, them]) {
    expect(await messageOf(person, gone)).toMatchObject({
      text: '',
      deletedBy: them.client.inboxId,
      reactions: [],
      status: 'sent',
    });
    expect(await messageOf(person, gone)).not.toHaveProperty('content');
    expect((await rowOf(person, gone))?.body.content).toHaveLength(0);
    expect(await conversationOf(person, id)).toMatchObject({
      lastMessage: { messageId: gone, deletedBy: them.client.inboxId },
    });
  }
  expect((await conversationOf(us, id)).unreadCount).toBe(2);
  expect(told(us, gone).at(-1)).toMatchObject({ isNew: false, message: { deletedBy: them.client.inboxId } });
  // Nothing can be done with it any more, nor by one who has not heard.
  await sendRaw(them, id, {
    kind: 'reaction',
    reference: gone,
    action: 'added',
    content: '🥲',
    schema: 'unicode',
  });
  await sync(us);
  expect((await rowOf(us, gone))?.body).not.toHaveProperty('reactions');
  expect(await codeOf(us.client.react(gone, '👀', 'added'))).toBe('Message.Unknown');
  expect(await messageOf(us, kept)).toMatchObject({ text: 'kept' });

  await us.client.markRead(id);
  await say(them, id, 'unread');
  await sync(us);
  expect((await conversationOf(us, id)).unreadCount).toBe(1);
  await say(them, id, 'unread too');
  await sync(us);
  const read = (await us.client.listMessages(id)).find(({ text }) => text === 'second');
  await (await them.client.deleteMessage(read?.messageId ?? '')).sent;
  await sync(us);
  expect((await conversationOf(us, id)).unreadCount).toBe(2);

  expect(await codeOf(us.client.deleteMessage(kept))).toBe('Message.NotDeletable');
  expect(await codeOf(us.client.deleteMessage('00'.repeat(32)))).toBe('Message.Unknown');
  const [joined] = (await them.client.listMessages(id)).filter(({ kind }) => kind === 'groupUpdate');
  expect(await codeOf(them.client.deleteMessage(joined?.messageId ?? ''))).toBe('Message.NotDeletable');
});

test('a deletion by somebody who may not delete is ignored', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const ours = await say(us, id, 'stays');
  await sync(them);
  await sendRaw(them, id, { kind: 'deleteMessage', messageId: ours });
  await sync(us);
  expect(await messageOf(us, ours)).toMatchObject({ text: 'stays' });
  expect((await messageOf(us, ours)).deletedBy).toBeUndefined();
});

test('a super admin deletes what others wrote in the group, while being one', async () => {
  const us = await newPerson(node.webUrl);
  const them = await newPerson(node.webUrl);
  const third = await newPerson(node.webUrl);
  const { conversation } = await us.client.createGroup({
    members: [them.client.inboxId, third.client.inboxId],
    name: 'club',
  });
  const id = conversation.conversationId;
  await sync(them, third);
  const spam = await say(them, id, 'buy this');
  const fine = await say(third, id, 'hi all');
  await sync(us, them, third);
  expect(await conversationOf(third, id)).toMatchObject({ unreadCount: 1 });
  expect(await codeOf(them.client.deleteMessage(fine))).toBe('Message.NotDeletable');
  await (await us.client.deleteMessage(spam)).sent;
  await sync(us, them, third);
  for (const person of [us, them, third]) {
    expect(await messageOf(person, spam)).toMatchObject({ text: '', deletedBy: us.client.inboxId });
  }
  expect(await conversationOf(third, id)).toMatchObject({
    unreadCount: 0,
    addedByInboxId: us.client.inboxId,
  });
  await sendRaw(them, id, { kind: 'deleteMessage', messageId: fine });
  await sync(us, third);
  expect(await messageOf(third, fine)).toMatchObject({ text: 'hi all' });
  expect(await messageOf(us, fine)).toMatchObject({ text: 'hi all' });
});

test('a deletion that the node refuses for good brings the message back', async () => {
  const mood: Mood = { mode: 'works' };
  const { us, them, id } = await dmOfTwo(node.webUrl, { node: moodyNode(mood) });
  const target = await say(us, id, 'not so bad');
  await sync(us, them);
  mood.mode = 'refuses';
  const { sent } = await us.client.deleteMessage(target);
  expect(await messageOf(us, target)).toMatchObject({ text: '', deletedBy: us.client.inboxId });
  expect(await codeOf(sent)).toBe('Node.Refused');
  expect(await messageOf(us, target)).toMatchObject({ text: 'not so bad' });
  expect((await messageOf(us, target)).deletedBy).toBeUndefined();
  // What never left is only ours to throw away.
  const { message, sent: refused } = await us.client.sendText(id, 'never left');
  await codeOf(refused);
  await (await us.client.deleteMessage(message.messageId)).sent;
  expect(await us.client.getMessage(message.messageId)).toBeUndefined();
  await us.client.syncAll();
  expect(
    us.events.some((event) => event.kind === 'messageRemoved' && event.messageId === message.messageId),
  ).toBe(true);
  expect((await conversationOf(us, id)).lastMessage).toMatchObject({ text: 'not so bad' });
  mood.mode = 'works';
  await sync(us, them);
  expect(await lines(them, id)).toEqual(['not so bad', 'second', 'first']);
});

test('in a DM of two groups a reaction and a deletion go into the group of their message', async () => {
  const us = await newPerson(node.webUrl);
  const them = await newPerson(node.webUrl);
  const [ours, theirs] = await Promise.all([
    us.client.openDm(them.client.inboxId),
    them.client.openDm(us.client.inboxId),
  ]);
  const one = await say(us, ours.conversationId, 'in one group');
  const two = await say(them, theirs.conversationId, 'in the other');
  await sync(us, them);
  expect((await rowOf(us, one))?.body.groupId).not.toBe((await rowOf(us, two))?.body.groupId);
  await (await them.client.react(one, '1️⃣', 'added')).sent;
  await (await us.client.react(two, '2️⃣', 'added')).sent;
  await sync(us, them);
  for (const person of [us, them]) {
    expect(await reactionsOf(person, one)).toEqual([['1️⃣', [them.client.inboxId]]]);
    expect(await reactionsOf(person, two)).toEqual([['2️⃣', [us.client.inboxId]]]);
  }
  await (await us.client.deleteMessage(one)).sent;
  await (await them.client.deleteMessage(two)).sent;
  await sync(us, them);
  expect(await messageOf(them, one)).toMatchObject({ deletedBy: us.client.inboxId });
  expect(await messageOf(us, two)).toMatchObject({ deletedBy: them.client.inboxId });
});

test('what is said about a message before it is here is kept for it, also over a restart', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const words = ['liked', 'taken back', 'not theirs'].map((text): MessageContent => ({ kind: 'text', text }));
  const keys = ['7001', '7002', '7003'];
  const ids: string[] = [];
  for (const [index, content] of words.entries()) {
    ids.push(await rawId(them, id, content, keys[index] ?? ''));
  }
  const [liked = '', takenBack = '', notTheirs = ''] = ids;
  await (
    await us.client.sendContent(id, {
      kind: 'reply',
      reference: liked,
      content: { kind: 'text', text: 'early' },
    })
  ).sent;
  const hearts = { kind: 'reaction', reference: liked, content: '❤️', schema: 'unicode' } as const;
  await sendRaw(them, id, { ...hearts, action: 'added' });
  await sendRaw(them, id, { ...hearts, content: '👎', action: 'added' });
  await sendRaw(them, id, { ...hearts, content: '👎', action: 'removed' });
  await sendRaw(them, id, { kind: 'deleteMessage', messageId: takenBack });
  await sendRaw(us, id, { kind: 'deleteMessage', messageId: notTheirs });
  await sync(us, them);
  const waiting = await us.database.list('annotations');
  expect(waiting.map(({ key, body }) => [key, body.acts.length])).toEqual([[id, 5]]);
  const unread = (await conversationOf(us, id)).unreadCount;
  const again = await reopened(us);
  for (const [index, content] of words.entries()) await sendRaw(them, id, content, keys[index]);
  await sync(again);
  expect(await messageOf(again, liked)).toMatchObject({ text: 'liked', reactions: [{ content: '❤️' }] });
  expect(await messageOf(again, takenBack)).toMatchObject({ text: '', deletedBy: them.client.inboxId });
  expect((await rowOf(again, takenBack))?.body.content).toHaveLength(0);
  expect(await messageOf(again, notTheirs)).toMatchObject({ text: 'not theirs' });
  expect(await conversationOf(again, id)).toMatchObject({ unreadCount: unread + 2 });
  expect(await again.database.count('annotations')).toBe(0);
  await again.client.syncAll();
  expect(told(again, takenBack)).toMatchObject([{ isNew: false }]);
});

test('a read receipt moves the mark of the peer, once asked for, and only where we have accepted', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const last = await say(us, id, 'read me');
  await sync(us, them);
  expect((await conversationOf(us, id)).peerReadNs).toBeUndefined();
  await (await them.client.sendReadReceipt(id))?.sent;
  await sync(us);
  const { peerReadNs = 0n } = await conversationOf(us, id);
  expect(peerReadNs).toBeGreaterThan((await messageOf(us, last)).sentAtNs);
  expect(await lines(us, id)).toEqual(['read me', 'second', 'first']);
  expect(await conversationOf(us, id)).toMatchObject({ unreadCount: 1, lastMessage: { text: 'read me' } });

  const stranger = await newPerson(node.webUrl);
  const { conversationId } = await stranger.client.openDm(us.client.inboxId);
  await say(stranger, conversationId, 'psst');
  await sync(us);
  expect(await us.client.sendReadReceipt(conversationId)).toBeUndefined();
  expect((await conversationOf(us, conversationId)).consent).toBe('unknown');
});

test('where reading ended is kept, and found again', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  expect((await conversationOf(us, id)).readUpToNs).toBeUndefined();
  await us.client.markRead(id);
  const { readUpToNs = 0n } = await conversationOf(us, id);
  const three = await say(them, id, 'three');
  await say(them, id, 'four');
  await sync(us);
  const again = await reopened(us);
  const conversation = await conversationOf(again, id);
  expect(conversation).toMatchObject({ unreadCount: 2, readUpToNs });
  const [first] = await again.client.listMessages(id, { afterNs: readUpToNs, limit: 1 });
  expect(first?.messageId).toBe(three);
  await again.client.markRead(id);
  expect((await conversationOf(again, id)).readUpToNs).toBeGreaterThan(readUpToNs);
});

test('mute, pin, archive and draft are kept; an archived one comes back with a message unless it is muted', async () => {
  let nowMs = Date.now();
  const { us, them, id } = await dmOfTwo(node.webUrl, { nowMs: () => nowMs });
  await us.client.setPreferences(id, { isPinned: true, isArchived: true, draft: 'half a thou' });
  await us.client.setPreferences(id, { isMuted: true });
  const again = await reopened(us);
  expect(await conversationOf(again, id)).toMatchObject({
    isPinned: true,
    isArchived: true,
    isMuted: true,
    draft: 'half a thou',
  });
  const rows = JSON.stringify(await us.database.list('conversations'), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(rows).toContain('half a thou');
  await say(them, id, 'hello?');
  await sync(again);
  expect(await conversationOf(again, id)).toMatchObject({ isArchived: true, unreadCount: 2 });

  await again.client.setPreferences(id, { mutedUntilMs: nowMs + 60_000, draft: '' });
  const muted = await conversationOf(again, id);
  expect(muted).toMatchObject({ isMuted: true, mutedUntilMs: nowMs + 60_000 });
  expect(muted).not.toHaveProperty('draft');
  nowMs += 60_001;
  expect(await conversationOf(again, id)).toMatchObject({ isMuted: false });
  await say(them, id, 'hello!');
  await sync(again);
  expect(await conversationOf(again, id)).toMatchObject({ isArchived: false, isPinned: true });
  await again.client.setPreferences(id, { isArchived: true });
  await say(again, id, 'I am here');
  expect(await conversationOf(again, id)).toMatchObject({ isArchived: false });
});

test('blocking a group leaves it; who cannot leave only denies; a DM is denied with its inbox', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const { conversation } = await them.client.createGroup({ members: [us.client.inboxId], name: 'spam' });
  await sync(us);
  const groupId = conversation.conversationId;
  await us.client.block(groupId);
  expect(await conversationOf(us, groupId)).toMatchObject({ consent: 'denied' });
  await sync(us, them, us);
  expect(await conversationOf(us, groupId)).toMatchObject({ consent: 'denied', isActive: false });

  await them.client.block(groupId);
  expect(await conversationOf(them, groupId)).toMatchObject({ consent: 'denied', isActive: true });
  await us.client.block(id);
  expect(await us.client.inboxConsent(them.client.inboxId)).toBe('denied');
  expect(await codeOf(us.client.block('ab'.repeat(16)))).toBe('Conversation.Unknown');
});

test('blocking a group works without the node, and leaves it when the node is back', async () => {
  const mood: Mood = { mode: 'works' };
  const us = await newPerson(node.webUrl, { node: moodyNode(mood) });
  const them = await newPerson(node.webUrl);
  const { conversation } = await them.client.createGroup({ members: [us.client.inboxId], name: 'spam' });
  await sync(us);
  mood.mode = 'down';
  await us.client.block(conversation.conversationId);
  expect((await conversationOf(us, conversation.conversationId)).consent).toBe('denied');
  mood.mode = 'works';
  await sync(us, them, us);
  expect(await conversationOf(us, conversation.conversationId)).toMatchObject({ isActive: false });
});

test('only contents with a line of their own go by sendContent', async () => {
  const { us, id } = await dmOfTwo(node.webUrl);
  const silent = { kind: 'readReceipt' } as const;
  expect(await codeOf(us.client.sendContent(id, silent))).toBe('Content.Invalid');
  expect(await codeOf(us.client.sendText(id, ''))).toBe('Content.Invalid');
  const { message } = await us.client.sendContent(id, { kind: 'markdown', text: '**bold**' });
  expect(message).toMatchObject({ content: { kind: 'markdown', text: '**bold**' }, status: 'sending' });
});

test('what is sent again under its key is one message, also after a restart', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const send = async ({ client }: Pick<Person, 'client'>, text = 'once') => {
    const { message, sent } = await client.sendText(id, text, { idempotencyKey: 'k-1' });
    return { messageId: message.messageId, end: await sent };
  };
  const [first, second] = await Promise.all([send(us), send(us)]);
  const again = await reopened(us);
  const third = await send(again);
  expect([second.messageId, third.messageId]).toEqual([first.messageId, first.messageId]);
  expect([first.end.status, second.end.status, third.end.status]).toEqual(['sent', 'sent', 'sent']);
  await sync(again, them);
  const other = await send(again, 'another text');
  expect(other.messageId).not.toBe(first.messageId);
  await sync(them);
  const texts = (await them.client.listMessages(id)).map(({ text }) => text);
  expect(texts.filter((text) => text === 'once')).toHaveLength(1);
});

test('a reply tells nobody who writes in another conversation', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  const third = await newPerson(node.webUrl);
  const { conversationId: elsewhere } = await us.client.openDm(third.client.inboxId);
  await say(us, elsewhere, 'hello');
  await sync(third);
  const secret = await say(third, elsewhere, 'between us');
  await sync(us);
  const reply = { kind: 'reply', reference: secret, content: { kind: 'text', text: 'so' } } as const;
  const { message, sent } = await us.client.sendContent(id, reply);
  await sent;
  await sync(them);
  expect((await messageOf(them, message.messageId)).content).not.toHaveProperty('referenceInboxId');
});

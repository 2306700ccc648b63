/** Messages that vanish: when, for whom, and that nothing of them is left. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNode } from '../../src/node/startNode.ts';
import {
  codeOf,
  conversationOf,
  dmOfTwo,
  messageOf,
  newPerson,
  type Person,
  reopened,
  say,
  sync,
} from './threadScene.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

const hourNs = 3_600_000_000_000n;

/** A clock that a test moves. */
function movable() {
  const clock = { nowMs: Date.now() };
  return { clock, options: { nowMs: () => clock.nowMs } };
}

const removed = ({ events }: Person) =>
  events.flatMap((event) => (event.kind === 'messageRemoved' ? [event.messageId] : []));

test('both sides of a DM set it, new messages vanish after their time, old ones stay', async () => {
  const ours = movable();
  const theirs = movable();
  const { us, them, id } = await dmOfTwo(node.webUrl, ours.options, theirs.options);
  await us.client.setDisappearing(id, { fromNs: 1n, inNs: hourNs });
  await sync(us, them);
  for (const person of [us, them]) {
    expect((await conversationOf(person, id)).disappearing).toEqual({ fromNs: 1n, inNs: hourNs });
  }
  const own = await say(us, id, 'for an hour');
  await us.client.syncAll();
  theirs.clock.nowMs += 1_800_000;
  await sync(them);
  // Each side counts from when it has read it.
  const sooner = (await messageOf(us, own)).expiresAtNs ?? 0n;
  const later = (await messageOf(them, own)).expiresAtNs ?? 0n;
  expect(later - sooner).toBeGreaterThan(hourNs / 3n);
  await (await them.client.react(own, '⏳', 'added')).sent;
  await sync(us);
  expect((await messageOf(us, own)).reactions).toHaveLength(1);
  expect((await messageOf(us, own)).expiresAtNs).toBe(sooner);
  expect(await conversationOf(them, id)).toMatchObject({
    unreadCount: 2,
    lastMessage: { text: 'for an hour' },
  });

  theirs.clock.nowMs += 3_600_001;
  // Not shown from that moment on, whether the sweep has come or not.
  expect(await them.client.getMessage(own)).toBeUndefined();
  expect((await them.client.listMessages(id)).map(({ text }) => text)).not.toContain('for an hour');
  await sync(them);
  expect(await conversationOf(them, id)).toMatchObject({ unreadCount: 1, lastMessage: { text: 'second' } });
  expect(removed(them)).toEqual([own]);
  expect(await them.database.get('messages', own)).toBeUndefined();
  // The reaction that stood under it had a row aside, and its own time.
  expect(await them.database.count('messages', { index: 'byExpiry' })).toBe(0);
  expect((await messageOf(us, own)).text).toBe('for an hour');

  await them.client.setDisappearing(id, { fromNs: 1n, inNs: 2n * hourNs });
  await sync(us);
  expect((await conversationOf(us, id)).disappearing?.inNs).toBe(2n * hourNs);
  await them.client.setDisappearing(id, undefined);
  await sync(us, them);
  expect(await conversationOf(us, id)).not.toHaveProperty('disappearing');
  const stays = await say(us, id, 'stays');
  await sync(us, them);
  expect(await messageOf(them, stays)).not.toHaveProperty('expiresAtNs');
  expect(await messageOf(us, stays)).not.toHaveProperty('expiresAtNs');
});

test('what vanished while nothing ran is gone at the next start, unread and last line with it', async () => {
  const time = movable();
  const { us, them, id } = await dmOfTwo(node.webUrl, time.options);
  await us.client.markRead(id);
  await them.client.setDisappearing(id, { fromNs: 1n, inNs: hourNs });
  const ids = [await say(them, id, 'one'), await say(them, id, 'two')];
  await sync(us);
  expect(await conversationOf(us, id)).toMatchObject({ unreadCount: 2, lastMessage: { text: 'two' } });
  await us.client.close();
  time.clock.nowMs += 4_000_000;

  const again = await reopened(us);
  expect(await conversationOf(again, id)).not.toHaveProperty('lastMessage.text', 'two');
  expect(await again.client.listMessages(id).then((page) => page.map(({ text }) => text))).not.toContain(
    'two',
  );
  const swept = new Promise<void>((resolve) => {
    again.client.on(() => {
      if (removed(again).length === 2) resolve();
    });
  });
  again.client.start();
  await swept;
  expect(removed(again).sort()).toEqual([...ids].sort());
  await again.client.syncAll();
  expect(await conversationOf(again, id)).toMatchObject({ unreadCount: 0, lastMessage: { text: 'second' } });
  expect(await us.database.getMany('messages', ids)).toEqual([undefined, undefined]);
});

test('while it runs a message goes when its time comes, without anybody asking', async () => {
  const { us, them, id } = await dmOfTwo(node.webUrl);
  await us.client.setDisappearing(id, { fromNs: 1n, inNs: 1_000_000_000n });
  await sync(us, them);
  them.client.start();
  us.client.start();
  const gone = (person: Person) =>
    new Promise<bigint>((resolve) => {
      person.client.on((event) => {
        if (event.kind === 'messageRemoved') resolve(BigInt(Date.now()) * 1_000_000n);
      });
    });
  const both = [gone(us), gone(them)];
  await say(us, id, 'a second of this');
  const times = await Promise.all(both);
  expect(times).toHaveLength(2);
  for (const person of [us, them]) {
    expect((await person.client.listMessages(id)).map(({ text }) => text)).not.toContain('a second of this');
  }
});

test('in a group only those may set it whom the group lets, and a reaction to what is gone is nothing', async () => {
  const time = movable();
  const us = await newPerson(node.webUrl, time.options);
  const them = await newPerson(node.webUrl);
  const { conversation } = await us.client.createGroup({ members: [them.client.inboxId], name: 'short' });
  const id = conversation.conversationId;
  await sync(them);
  expect(await codeOf(them.client.setDisappearing(id, { fromNs: 1n, inNs: hourNs }))).toBe('Group.Refused');
  expect(await codeOf(us.client.setDisappearing(id, { fromNs: 1n, inNs: -1n }))).toBe('Group.Refused');
  await us.client.setDisappearing(id, { fromNs: 1n, inNs: hourNs });
  await sync(them);
  const target = await say(them, id, 'gone soon');
  await sync(us);
  time.clock.nowMs += 4_000_000;
  expect(await codeOf(us.client.react(target, '👍', 'added'))).toBe('Message.Unknown');
  await (await them.client.react(target, '👍', 'added')).sent;
  await sync(us);
  expect(await us.client.getMessage(target)).toBeUndefined();
  // Group updates stay: they are the group's, not a person's.
  expect((await us.client.listMessages(id)).every(({ kind }) => kind === 'groupUpdate')).toBe(true);
  expect((await conversationOf(us, id)).lastMessage).toMatchObject({ kind: 'groupUpdate' });
});

test('a reply to what has vanished quotes nothing', async () => {
  const time = movable();
  const { us, them, id } = await dmOfTwo(node.webUrl, time.options);
  await us.client.setDisappearing(id, { fromNs: 1n, inNs: hourNs });
  const asked = await say(us, id, 'asked');
  await sync(us, them);
  time.clock.nowMs += 3_000_000;
  await (
    await them.client.sendContent(id, {
      kind: 'reply',
      reference: asked,
      content: { kind: 'text', text: 'answered' },
    })
  ).sent;
  await sync(us);
  const [reply] = await us.client.listMessages(id, { limit: 1 });
  expect(reply?.repliedTo).toMatchObject({ text: 'asked', isKnown: true });
  time.clock.nowMs += 1_000_000;
  expect((await messageOf(us, reply?.messageId ?? '')).repliedTo).toMatchObject({ text: '', isKnown: false });
});

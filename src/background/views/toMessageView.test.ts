import * as v from 'valibot';
import { expect, test } from 'vitest';
import { messageViewSchema } from '../../bridge/messageView.ts';
import { fakeMessage } from '../session/unsafeFakeClient.ts';
import { toMessageView } from './toMessageView.ts';

test('rubbish from nobody fits a view: one line of it must not keep a thread from being shown', () => {
  const rubbish = fakeMessage({
    kind: 'undecryptable',
    senderInboxId: '',
    contentType: '',
    text: '',
    reason: 'malformed',
  });
  expect(v.safeParse(messageViewSchema, toMessageView(rubbish))).toMatchObject({ success: true });
});

test('more than a view holds is cut, and says so', () => {
  const inboxIds = Array.from({ length: 500 }, (_, n) => n.toString(16).padStart(64, '0'));
  const reactions = Array.from({ length: 200 }, (_, n) => ({
    content: `${n}`.padEnd(64, '😀'),
    schema: 'custom' as const,
    inboxIds,
    isOwn: false,
  }));
  const view = toMessageView(fakeMessage({ text: 'a'.repeat(100_000), reactions }));
  expect(v.safeParse(messageViewSchema, view)).toMatchObject({ success: true });
  expect(view).toMatchObject({ isTruncated: true, reactions: { length: 30, 0: { count: 500 } } });
});

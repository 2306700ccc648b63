import { expect, test } from 'vitest';
import type { ReactionBody } from '../records.ts';
import { changeReactions } from './messageReactions.ts';

const change = (content: string, action: 'added' | 'removed' = 'added') =>
  ({ kind: 'reaction', messageId: '', content, schema: 'unicode', action }) as const;

test('one reaction a person and content, in the order in which they came', () => {
  let reactions: readonly ReactionBody[] = [];
  for (const [content, who] of [
    ['👍', 'a'],
    ['🎉', 'b'],
    ['👍', 'b'],
    ['👍', 'a'],
  ] as const) {
    reactions = changeReactions(reactions, change(content), who);
  }
  expect(reactions).toEqual([
    { content: '👍', schema: 'unicode', inboxIds: ['a', 'b'] },
    { content: '🎉', schema: 'unicode', inboxIds: ['b'] },
  ]);
  expect(changeReactions(reactions, change('👍'), 'a')).toBe(reactions);
  expect(changeReactions(reactions, change('🎉', 'removed'), 'a')).toBe(reactions);
  expect(changeReactions(reactions, change('👀', 'removed'), 'a')).toBe(reactions);
  expect(changeReactions(reactions, change('🎉', 'removed'), 'b')).toHaveLength(1);
  expect(changeReactions(reactions, change('👍', 'removed'), 'a')[0]?.inboxIds).toEqual(['b']);
});

test('a message takes 20 reactions of one, 200 different ones and 1000 people; who is in can still go out', () => {
  let reactions: readonly ReactionBody[] = [];
  for (let index = 0; index < 300; index += 1) {
    reactions = changeReactions(reactions, change(`r${index}`), 'flooder');
  }
  expect(reactions).toHaveLength(20);
  for (let index = 0; index < 300; index += 1) {
    reactions = changeReactions(reactions, change(`r${index}`), `flooder ${index % 30}`);
  }
  expect(reactions).toHaveLength(200);
  for (let index = 0; index < 1_000; index += 1) {
    reactions = changeReactions(reactions, change('r0'), `person ${index}`);
  }
  expect(reactions.reduce((sum, { inboxIds }) => sum + inboxIds.length, 0)).toBe(1_000);
  const fewer = changeReactions(reactions, change('r0', 'removed'), 'person 5');
  expect(changeReactions(fewer, change('r0'), 'the next')).not.toBe(fewer);
});

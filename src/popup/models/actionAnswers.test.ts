import { expect, test } from 'vitest';
import type { ContentView } from '../../bridge/contentView.ts';
import { actionAnswers } from './actionAnswers.ts';
import { unsafeMessageView } from './unsafeMessageView.ts';

const question: ContentView = {
  kind: 'actions',
  questionId: 'q',
  question: 'Tea?',
  actions: [
    { id: 'yes', label: 'Yes, please', style: 'primary', isExpired: false },
    { id: 'no', label: 'No', style: 'secondary', isExpired: false },
  ],
  isExpired: false,
};
const intent = (actionId: string, change = {}) =>
  unsafeMessageView({ content: { kind: 'intent', questionId: 'q', actionId }, ...change });

test('what we answered last counts, not what others answered or what was never sent', () => {
  const { answerOf } = actionAnswers([
    intent('no', { isOwn: true }),
    intent('yes', { isOwn: true }),
    intent('no', { isOwn: false }),
    intent('no', { isOwn: true, status: 'failed' }),
  ]);
  expect(answerOf('q')).toBe('yes');
  expect(answerOf('another')).toBeUndefined();
});

test('an answer is called as its own question calls it', () => {
  const { labelOf } = actionAnswers([unsafeMessageView({ content: question })]);
  expect(labelOf('q', 'yes')).toBe('Yes, please');
  expect(labelOf('q', 'later')).toBeUndefined();
  expect(labelOf('another', 'yes')).toBeUndefined();
});

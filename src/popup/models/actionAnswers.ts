/** Which answers to questions a thread holds, and how the questions called them. */
import type { MessageView } from '../../bridge/messageView.ts';

export interface ActionAnswers {
  /** What we chose, if we did: an id of an action. */
  readonly answerOf: (questionId: string) => string | undefined;
  /** What the question calls an answer, when the question is loaded. */
  readonly labelOf: (questionId: string, actionId: string) => string | undefined;
}

export function actionAnswers(messages: readonly MessageView[]): ActionAnswers {
  const answers = new Map<string, string>();
  const labels = new Map<string, string>();
  const keyOf = (questionId: string, actionId: string) => JSON.stringify([questionId, actionId]);
  for (const { content, isOwn, status } of messages) {
    if (content?.kind === 'intent' && isOwn && status !== 'failed') {
      answers.set(content.questionId, content.actionId);
    }
    if (content?.kind === 'actions') {
      for (const { id, label } of content.actions) labels.set(keyOf(content.questionId, id), label);
    }
  }
  return {
    answerOf: (questionId) => answers.get(questionId),
    labelOf: (questionId, actionId) => labels.get(keyOf(questionId, actionId)),
  };
}

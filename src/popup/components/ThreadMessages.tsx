import { useMemo } from 'preact/hooks';
import type { MessageView } from '../../bridge/messageView.ts';
import { actionAnswers } from '../models/actionAnswers.ts';
import { compareNs } from '../models/compareNs.ts';
import type { FilesModel } from '../models/filesModel.ts';
import { messageText, type NameOf } from '../models/messageLine.ts';
import type { ThreadModel } from '../models/threadModel.ts';
import type { ThreadRow } from '../models/threadRows.ts';
import { clockTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { GroupUpdateLine } from './content/GroupUpdateLine.tsx';
import { MessageBubble } from './MessageBubble.tsx';
import { MessageList } from './MessageList.tsx';

/** Letters of a message that are read out unasked. */
const maxWords = 280;

export interface ThreadMessagesProps {
  readonly thread: ThreadModel;
  readonly nameOf: NameOf;
  readonly files: FilesModel;
  readonly canOpen: boolean;
  readonly canInteract: boolean;
  readonly isSuperAdmin: boolean;
  readonly onReply: (message: MessageView) => void;
  readonly onQuote: (message: MessageView) => void;
  /** Tells what becomes of a piece of work when it fails. */
  readonly onProblem: (work: Promise<unknown>) => void;
}

/** The messages of a thread, and what is done to them. */
export function ThreadMessages(props: ThreadMessagesProps) {
  const { thread, nameOf, files, canOpen, canInteract, isSuperAdmin, onReply, onQuote, onProblem } = props;
  const messages = thread.window.value?.messages ?? [];
  const peerReadNs = thread.conversation.value?.peerReadNs;
  const answers = useMemo(() => actionAnswers(messages), [messages]);
  const readId = useMemo(() => newestRead(messages, peerReadNs), [messages, peerReadNs]);
  const shared = useMemo(() => ({}), [thread, nameOf, files, canOpen, canInteract, isSuperAdmin]);

  function draw({ message, isFirst, showsSender }: ThreadRow) {
    if (message.kind === 'groupUpdate') return <GroupUpdateLine message={message} nameOf={nameOf} />;
    return (
      <MessageBubble
        answers={answers}
        canDelete={message.isOwn || isSuperAdmin}
        canInteract={canInteract}
        canOpen={canOpen}
        files={files}
        isFirst={isFirst}
        isRead={message.messageId === readId}
        message={message}
        nameOf={nameOf}
        onAction={(messageId, actionId) => onProblem(thread.answer(messageId, actionId))}
        onDelete={(messageId) => onProblem(thread.deleteMessage(messageId))}
        onGoTo={(messageId) => onProblem(thread.goTo(messageId))}
        onQuote={onQuote}
        onReact={(messageId, content, action) => onProblem(thread.react(messageId, content, action))}
        onReply={onReply}
        onRetry={(messageId) => onProblem(thread.retry(messageId))}
        senderName={nameOf(message.senderInboxId)}
        showsSender={showsSender}
      />
    );
  }

  /** What of a row may change while its message does not. */
  function ownOf({ message }: ThreadRow): string {
    const { content, messageId } = message;
    const own = messageId === readId ? 'read' : '';
    if (content?.kind === 'actions') return `${own} ${answers.answerOf(content.questionId) ?? ''}`;
    if (content?.kind === 'intent')
      return `${own} ${answers.labelOf(content.questionId, content.actionId) ?? ''}`;
    return own;
  }

  function onKey(key: 'reply' | 'copy' | 'quote', message: MessageView): void {
    if (message.kind !== 'content' || message.deletedBy !== undefined) return;
    if (key === 'copy') onProblem(navigator.clipboard.writeText(messageText(message, nameOf)));
    else if (!canInteract || message.status !== 'sent') return;
    else if (key === 'reply') onReply(message);
    else onQuote(message);
  }

  const inWords = (message: MessageView): string =>
    text('threadSaid', nameOf(message.senderInboxId), messageText(message, nameOf).slice(0, maxWords));

  return (
    <MessageList
      draw={draw}
      nameRow={({ message }) => `${inWords(message)}, ${clockTime(msOfNs(message.sentAtNs))}`}
      onFault={(error) => onProblem(Promise.reject(error))}
      onKey={onKey}
      ownOf={ownOf}
      sayNew={inWords}
      shared={shared}
      thread={thread}
    />
  );
}

/** The newest message of ours that the other side says it has read. */
function newestRead(messages: readonly MessageView[], peerReadNs: string | undefined): string | undefined {
  if (peerReadNs === undefined) return undefined;
  return messages.findLast(
    ({ isOwn, status, kind, sentAtNs }) =>
      isOwn && status === 'sent' && kind === 'content' && compareNs(sentAtNs, peerReadNs) <= 0,
  )?.messageId;
}

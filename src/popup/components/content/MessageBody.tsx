import type { MessageView } from '../../../bridge/messageView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import type { ActionAnswers } from '../../models/actionAnswers.ts';
import type { FilesModel } from '../../models/filesModel.ts';
import { messageText, type NameOf } from '../../models/messageLine.ts';
import { text } from '../../text.ts';
import { NotificationCard } from '../NotificationCard.tsx';
import { ActionsCard } from './ActionsCard.tsx';
import { AttachmentCard } from './AttachmentCard.tsx';
import { CallsCard } from './CallsCard.tsx';
import { Markdown } from './Markdown.tsx';
import { PlainText } from './PlainText.tsx';
import { TransactionCard } from './TransactionCard.tsx';

export interface MessageBodyProps {
  readonly message: MessageView;
  readonly nameOf: NameOf;
  readonly files: FilesModel;
  readonly answers?: ActionAnswers | undefined;
  readonly canOpen: boolean;
  readonly canInteract: boolean;
  readonly onAction: (messageId: string, actionId: string) => void;
}

/** What a message says, by the kind of it. */
export function MessageBody(props: MessageBodyProps) {
  const { message, nameOf, answers, canOpen, canInteract } = props;
  const { messageId, content, isOwn } = message;
  if (message.deletedBy !== undefined) {
    return <p class="bubble__placeholder">{deletedWords(message, message.deletedBy, nameOf)}</p>;
  }
  if (message.kind === 'undecryptable' || content === undefined) {
    return <PlainText text={messageText(message, nameOf)} />;
  }
  switch (content.kind) {
    case 'markdown':
      return <Markdown source={message.text} />;
    case 'attachments':
      return (
        <>
          {content.items.map((item, index) => (
            <AttachmentCard
              canOpen={canOpen}
              files={props.files}
              index={index}
              item={item}
              key={index}
              messageId={messageId}
            />
          ))}
          {content.count > content.items.length && (
            <p class="card-note">{text('fileMore', content.count - content.items.length)}</p>
          )}
        </>
      );
    case 'transactionReference':
      return <TransactionCard content={content} />;
    case 'walletSendCalls':
      return <CallsCard canRun={canInteract && !isOwn} content={content} messageId={messageId} />;
    case 'actions':
      return (
        <ActionsCard
          answer={answers?.answerOf(content.questionId)}
          content={content}
          onAction={canInteract && !isOwn ? (actionId) => props.onAction(messageId, actionId) : undefined}
        />
      );
    case 'intent': {
      const label = answers?.labelOf(content.questionId, content.actionId) ?? content.actionId;
      return <p class="bubble__intent">{text('proseIntent', visibleName(label))}</p>;
    }
    case 'notification':
      return <NotificationCard notification={content} />;
    case 'leaveRequest':
    case 'groupUpdate':
      return <p class="bubble__intent">{messageText(message, nameOf)}</p>;
  }
}

function deletedWords({ isOwn, senderInboxId }: MessageView, deletedBy: string, nameOf: NameOf): string {
  if (deletedBy !== senderInboxId) return text('messageDeletedByAdmin', visibleName(nameOf(deletedBy)));
  return text(isOwn ? 'messageDeletedByYou' : 'messageDeletedBySender');
}

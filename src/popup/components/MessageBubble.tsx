import type { MessageView } from '../../bridge/messageView.ts';
import { sentenceOfCode } from '../models/failure.ts';
import { messageText } from '../models/messageLine.ts';
import { shortInboxId } from '../models/shortId.ts';
import { clockTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { Icon } from './Icon.tsx';
import { NotificationCard } from './NotificationCard.tsx';

export interface MessageBubbleProps {
  readonly message: MessageView;
  readonly isFirst: boolean;
  readonly showsSender: boolean;
  readonly onRetry: (messageId: string) => void;
  readonly onOpenLink: (url: string) => void;
}

/** Message text is only ever a text node: nothing in it can become markup. */
export function MessageBubble({ message, isFirst, showsSender, onRetry, onOpenLink }: MessageBubbleProps) {
  const classes = [
    'bubble',
    message.isOwn && 'bubble--own',
    isFirst && 'bubble--first',
    message.kind === 'undecryptable' && 'bubble--broken',
    message.status === 'failed' && 'bubble--failed',
  ].filter(Boolean);
  return (
    <>
      {showsSender && <div class="sender">{shortInboxId(message.senderInboxId)}</div>}
      <div class={classes.join(' ')} data-message-id={message.messageId}>
        {message.content?.kind === 'notification' ? (
          <NotificationCard notification={message.content} onOpenLink={onOpenLink} />
        ) : (
          <div class="bubble__text">{messageText(message)}</div>
        )}
        <div class="bubble__meta">
          {message.status === 'failed' ? (
            <>
              <Icon name="alert" size={13} />
              <span>{sentenceOfCode(message.reason ?? '')}</span>
              <button class="bubble__retry" onClick={() => onRetry(message.messageId)} type="button">
                {text('messageRetry')}
              </button>
            </>
          ) : (
            <>
              <time>{clockTime(msOfNs(message.sentAtNs))}</time>
              {message.isOwn && <MessageStatus status={message.status} />}
            </>
          )}
        </div>
      </div>
    </>
  );
}

function MessageStatus({ status }: { readonly status: 'sending' | 'sent' }) {
  return (
    <>
      <Icon name={status === 'sending' ? 'clock' : 'check'} size={13} />
      <span class="visually-hidden">{text(status === 'sending' ? 'messageSending' : 'messageSent')}</span>
    </>
  );
}

import { useState } from 'preact/hooks';
import type { MessageView } from '../../bridge/messageView.ts';
import { openLink } from '../adapter/openLink.ts';
import type { ActionAnswers } from '../models/actionAnswers.ts';
import { sentenceOfCode } from '../models/failure.ts';
import type { FilesModel } from '../models/filesModel.ts';
import { messageText, type NameOf } from '../models/messageLine.ts';
import { clockTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { BubbleTools } from './content/BubbleTools.tsx';
import { type ClickedLink, LinkContext } from './content/contentContext.ts';
import { ExpiryMark } from './content/ExpiryMark.tsx';
import { LinkDialog } from './content/LinkDialog.tsx';
import { MessageBody } from './content/MessageBody.tsx';
import { QuoteBar } from './content/QuoteBar.tsx';
import { ReactionChips } from './content/ReactionChips.tsx';
import { Icon } from './Icon.tsx';
import { Isolated } from './Isolated.tsx';

export interface MessageBubbleProps {
  readonly message: MessageView;
  /** The first of a run by one sender. */
  readonly isFirst: boolean;
  readonly showsSender: boolean;
  readonly senderName: string;
  readonly nameOf: NameOf;
  /** The newest own message that the other side has read. */
  readonly isRead: boolean;
  /** Whether the conversation was accepted: without it nothing in a message leads anywhere. */
  readonly canOpen: boolean;
  /** Whether one can write in it. */
  readonly canInteract: boolean;
  readonly canDelete: boolean;
  readonly files: FilesModel;
  readonly answers?: ActionAnswers | undefined;
  readonly onRetry: (messageId: string) => void;
  readonly onGoTo: (messageId: string) => void;
  readonly onReact: (messageId: string, content: string, action: 'added' | 'removed') => void;
  readonly onReply: (message: MessageView) => void;
  readonly onQuote?: ((message: MessageView) => void) | undefined;
  readonly onDelete: (messageId: string) => void;
  readonly onAction: (messageId: string, actionId: string) => void;
  /** After the person has confirmed where it leads. */
  readonly onOpenLink?: ((url: string) => void) | undefined;
}

/**
 * A message. Everything in it that somebody else wrote is only ever a text node of elements that are written here:
 * nothing of it can become markup, and nothing is fetched before a click.
 */
export function MessageBubble(props: MessageBubbleProps) {
  const { message, isFirst, showsSender, nameOf, canOpen, canInteract } = props;
  const { messageId, isOwn, kind, status } = message;
  const [link, setLink] = useState<ClickedLink>();
  const [isDeleting, setDeleting] = useState(false);
  const isDeleted = message.deletedBy !== undefined;
  /** It is with the others, and is still something: one can refer to it. */
  const isThere = kind === 'content' && status === 'sent' && !isDeleted;
  const isLive = isThere && canInteract;
  /** It is nowhere but here. */
  const isUnsent = isOwn && status === 'failed' && !isDeleted;
  const classes = [
    'bubble',
    isOwn && 'bubble--own',
    isFirst && 'bubble--first',
    kind === 'undecryptable' && 'bubble--broken',
    isDeleted && 'bubble--deleted',
    status === 'failed' && 'bubble--failed',
    isCard(message) && 'bubble--card',
  ].filter(Boolean);
  return (
    <LinkContext.Provider value={canOpen ? setLink : undefined}>
      {showsSender && (
        <div class="sender">
          <Isolated text={props.senderName} />
        </div>
      )}
      <div class={`message${isOwn ? ' message--own' : ''}`}>
        <div class={classes.join(' ')} data-message-id={messageId}>
          {message.repliedTo !== undefined && !isDeleted && (
            <QuoteBar nameOf={nameOf} onGoTo={props.onGoTo} quoted={message.repliedTo} />
          )}
          <MessageBody
            answers={props.answers}
            canInteract={canInteract}
            canOpen={canOpen}
            files={props.files}
            message={message}
            nameOf={nameOf}
            onAction={props.onAction}
          />
          {message.isTruncated && <p class="card-note">{text('messageTruncated')}</p>}
          <div class="bubble__meta">
            <BubbleMeta isRead={props.isRead} message={message} onRetry={props.onRetry} />
          </div>
          <BubbleTools
            copy={kind === 'content' && !isDeleted ? messageText(message, nameOf) : undefined}
            onDelete={(isLive && props.canDelete) || isUnsent ? () => setDeleting(true) : undefined}
            onQuote={isLive && props.onQuote ? () => props.onQuote?.(message) : undefined}
            onReact={isLive ? (content) => props.onReact(messageId, content, 'added') : undefined}
            onReply={isLive ? () => props.onReply(message) : undefined}
          />
        </div>
        {!isDeleted && (
          <ReactionChips
            nameOf={nameOf}
            onReact={isLive ? (content, action) => props.onReact(messageId, content, action) : undefined}
            reactions={message.reactions}
          />
        )}
      </div>
      {link && (
        <LinkDialog link={link} onClose={() => setLink(undefined)} onOpen={props.onOpenLink ?? openLink} />
      )}
      {isDeleting && (
        <ConfirmDialog
          confirm={text('toolbarDelete')}
          isDanger
          onClose={() => setDeleting(false)}
          onConfirm={() => props.onDelete(messageId)}
          title={text(isUnsent ? 'deleteUnsentTitle' : 'deleteTitle')}
        >
          <p>{text(isUnsent ? 'deleteUnsentBody' : 'deleteBody')}</p>
        </ConfirmDialog>
      )}
    </LinkContext.Provider>
  );
}

/** Contents that stand in a frame of their own rather than in a line of talk. */
const isCard = ({ content }: MessageView): boolean =>
  content !== undefined &&
  ['attachments', 'transactionReference', 'walletSendCalls', 'actions', 'notification'].includes(
    content.kind,
  );

interface BubbleMetaProps {
  readonly message: MessageView;
  readonly isRead: boolean;
  readonly onRetry: (messageId: string) => void;
}

function BubbleMeta({ message, isRead, onRetry }: BubbleMetaProps) {
  const { messageId, status, reason, sentAtNs, expiresAtNs, isOwn } = message;
  if (status === 'failed') {
    return (
      <>
        <Icon name="alert" size={13} />
        <span>{sentenceOfCode(reason ?? 'Bridge.Internal')}</span>
        <button class="bubble__retry" onClick={() => onRetry(messageId)} type="button">
          {text('messageRetry')}
        </button>
      </>
    );
  }
  return (
    <>
      {expiresAtNs !== undefined && <ExpiryMark expiresAtNs={expiresAtNs} />}
      <time>{clockTime(msOfNs(sentAtNs))}</time>
      {isOwn &&
        (isRead ? (
          <span class="bubble__read">
            <Icon name="read" size={13} />
            {text('messageRead')}
          </span>
        ) : (
          <>
            <Icon name={status === 'sending' ? 'clock' : 'check'} size={13} />
            <span class="visually-hidden">
              {text(status === 'sending' ? 'messageSending' : 'messageSent')}
            </span>
          </>
        ))}
    </>
  );
}

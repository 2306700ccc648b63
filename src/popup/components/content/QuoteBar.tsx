import type { QuotedMessageView } from '../../../bridge/messageView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import { type NameOf, quoteText } from '../../models/messageLine.ts';
import { text } from '../../text.ts';

export interface QuoteBarProps {
  readonly quoted: QuotedMessageView;
  readonly nameOf: NameOf;
  /** Shows the message itself, where that is possible. */
  readonly onGoTo?: ((messageId: string) => void) | undefined;
}

/** What a reply answers: who wrote it and its first line. */
export function QuoteBar({ quoted, nameOf, onGoTo }: QuoteBarProps) {
  const name =
    quoted.senderInboxId === undefined ? text('somebody') : visibleName(nameOf(quoted.senderInboxId));
  const line = quoteText(quoted);
  const isFaint = quoted.isDeleted || !quoted.isKnown;
  const content = (
    <>
      <bdi class="quote__name">{name}</bdi>
      <span class={`quote__line${isFaint ? ' quote__line--faint' : ''}`} dir="auto">
        {line}
      </span>
    </>
  );
  if (onGoTo === undefined || !quoted.isKnown) return <div class="quote">{content}</div>;
  return (
    <button class="quote quote--link" onClick={() => onGoTo(quoted.messageId)} type="button">
      <span class="visually-hidden">{text('quoteGoTo')} </span>
      {content}
    </button>
  );
}

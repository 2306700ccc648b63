import { useEffect, useRef, useState } from 'preact/hooks';
import { visibleName } from '../../../bridge/visibleText.ts';
import { text } from '../../text.ts';
import { Icon, type IconName } from '../Icon.tsx';
import { useCopied } from '../useCopied.ts';
import { useKeptFocus } from '../useKeptFocus.ts';

export interface BubbleToolsProps {
  readonly onReact?: ((content: string) => void) | undefined;
  readonly onReply?: (() => void) | undefined;
  readonly onQuote?: (() => void) | undefined;
  /** The text of the message, where it has one to copy. */
  readonly copy?: string | undefined;
  readonly onDelete?: (() => void) | undefined;
}

const commonReactions = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/**
 * What one can do with a message, beside it. Drawn for every bubble but shown only under the pointer or the focus; the
 * thread moves the focus into it and within it, so that a page of messages is not a hundred steps of the tab key.
 */
export function BubbleTools({ onReact, onReply, onQuote, copy, onDelete }: BubbleToolsProps) {
  const [isPicking, setPicking] = useState(false);
  const copied = useCopied();
  const frame = useRef<HTMLDivElement>(null);
  useKeptFocus(frame);
  useEffect(() => {
    if (isPicking) frame.current?.querySelector('button')?.focus();
  }, [isPicking]);

  if (isPicking && onReact !== undefined) {
    const react = (content: string) => {
      setPicking(false);
      onReact(content);
    };
    return (
      <div
        aria-label={text('toolbarReact')}
        class="bubble__tools bubble__tools--open"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setPicking(false);
        }}
        ref={frame}
        role="toolbar"
      >
        {commonReactions.map((sign) => (
          <button
            aria-label={text('reactionPick', sign)}
            class="bubble__tool bubble__tool--sign"
            key={sign}
            onClick={() => react(sign)}
            type="button"
          >
            {sign}
          </button>
        ))}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const sign = visibleName(String(new FormData(event.currentTarget).get('sign') ?? ''));
            if (sign !== '') react(sign);
          }}
        >
          <input
            aria-label={text('reactionOther')}
            autocomplete="off"
            class="bubble__sign-input"
            maxLength={32}
            name="sign"
            placeholder="…"
            title={text('reactionOther')}
          />
        </form>
        <Tool icon="close" label={text('cancel')} onClick={() => setPicking(false)} />
      </div>
    );
  }
  if (onReact === undefined && onReply === undefined && copy === undefined && onDelete === undefined)
    return null;
  return (
    <div aria-label={text('toolbarLabel')} class="bubble__tools" ref={frame} role="toolbar">
      {onReact && <Tool icon="react" label={text('toolbarReact')} onClick={() => setPicking(true)} />}
      {onReply && <Tool icon="reply" label={text('toolbarReply')} onClick={onReply} />}
      {onQuote && <Tool icon="quote" label={text('toolbarQuote')} onClick={onQuote} />}
      {copy !== undefined && (
        <Tool
          icon={copied.isCopied ? 'check' : 'copy'}
          label={text(copied.isCopied ? 'toolbarCopied' : 'toolbarCopy')}
          onClick={() => copied.copy(copy)}
        />
      )}
      {onDelete && <Tool icon="trash" label={text('toolbarDelete')} onClick={onDelete} />}
    </div>
  );
}

function Tool({
  icon,
  label,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}) {
  return (
    <button
      aria-label={label}
      class="bubble__tool"
      onClick={onClick}
      tabIndex={-1}
      title={label}
      type="button"
    >
      <Icon name={icon} size={18} />
    </button>
  );
}

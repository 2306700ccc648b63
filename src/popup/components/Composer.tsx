import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { maxMessageTextLength, type QuotedMessageView } from '../../bridge/messageView.ts';
import type { NameOf } from '../models/messageLine.ts';
import type { ThreadDraft } from '../models/threadDraft.ts';
import { text } from '../text.ts';
import { QuoteBar } from './content/QuoteBar.tsx';
import { IconButton } from './IconButton.tsx';

const maxInputPx = 120;

export interface ComposerProps {
  readonly draft: ThreadDraft;
  /** As the store has it, from whatever window. */
  readonly storedDraft: string;
  /** Resolves when the message is stored; the text is kept until then and put back on a failure. */
  readonly onSend: (text: string) => Promise<void>;
  /** Absent where no files can be sent. */
  readonly onFiles?: ((files: readonly File[]) => void) | undefined;
  /** What the next message answers. */
  readonly replyTo?: QuotedMessageView | undefined;
  readonly onReplyEnd: () => void;
  readonly nameOf: NameOf;
  /** What sending means here, where that is more than sending. */
  readonly note?: string | undefined;
  /** Another object: take the focus. */
  readonly focusOn?: object | undefined;
}

/** Enter sends, Shift+Enter breaks the line; an Enter that ends an input method's word does neither. */
export function Composer({
  draft,
  storedDraft,
  onSend,
  onFiles,
  replyTo,
  onReplyEnd,
  nameOf,
  note,
  focusOn,
}: ComposerProps) {
  const input = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const written = draft.text.value;
  const canSend = written.trim() !== '';

  // At once: the next key is meant for it.
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [focusOn]);
  useLayoutEffect(() => fitHeight(input.current), [written]);
  useEffect(() => {
    if (!input.current) return undefined;
    // A window that is being opened has its width only later, and a panel can be drawn wider at any time.
    let widthPx = 0;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width !== widthPx) fitHeight(input.current);
      widthPx = width;
    });
    observer.observe(input.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    draft.stored(storedDraft, document.hasFocus() && document.activeElement === input.current);
  }, [draft, storedDraft]);
  useEffect(() => {
    const onHide = () => {
      if (document.visibilityState === 'hidden') draft.flush();
    };
    addEventListener('pagehide', draft.flush);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      removeEventListener('pagehide', draft.flush);
      document.removeEventListener('visibilitychange', onHide);
      draft.flush();
    };
  }, [draft]);

  function send(): void {
    if (!canSend) return;
    const sending = draft.text.value;
    draft.write('');
    input.current?.focus();
    onSend(sending).then(draft.flush, () => {
      if (draft.text.value === '') draft.write(sending);
    });
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo !== undefined && (
        <div class="composer__reply">
          <span class="visually-hidden">{text('composerReplying')}</span>
          <QuoteBar nameOf={nameOf} quoted={replyTo} />
          <IconButton icon="close" label={text('composerReplyEnd')} onClick={onReplyEnd} />
        </div>
      )}
      {note !== undefined && <p class="composer__note">{note}</p>}
      <div class="composer__line">
        {onFiles && (
          <>
            <IconButton
              icon="attach"
              label={text('composerAttach')}
              onClick={() => chooser.current?.click()}
            />
            <input
              aria-hidden="true"
              class="composer__files"
              multiple
              onChange={(event) => {
                const { currentTarget } = event;
                onFiles([...(currentTarget.files ?? [])]);
                // The same file may be chosen once more.
                currentTarget.value = '';
              }}
              ref={chooser}
              tabIndex={-1}
              type="file"
            />
          </>
        )}
        <textarea
          aria-label={text('composerLabel')}
          class="composer__input"
          dir="auto"
          maxLength={maxMessageTextLength}
          onInput={(event) => draft.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Escape' && replyTo !== undefined) {
              // The window's own Escape would leave the thread.
              event.stopPropagation();
              onReplyEnd();
            }
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            send();
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0 || !onFiles) return;
            event.preventDefault();
            onFiles(files);
          }}
          placeholder={text('composerPlaceholder')}
          ref={input}
          rows={1}
          value={written}
        />
        <IconButton
          className="composer__send"
          disabled={!canSend}
          icon="send"
          label={text('composerSend')}
          onClick={send}
        />
      </div>
    </form>
  );
}

/** As high as what is written, up to a few lines. */
function fitHeight(element: HTMLTextAreaElement | null): void {
  const line = element?.parentElement;
  if (!element || !line) return;
  // The line keeps its height meanwhile: the messages above would move, and lose their place.
  line.style.height = `${line.offsetHeight}px`;
  element.style.height = 'auto';
  if (element.value !== '') element.style.height = `${Math.min(element.scrollHeight, maxInputPx)}px`;
  line.style.height = '';
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { maxMessageTextLength } from '../../bridge/messageView.ts';
import { text } from '../text.ts';
import { IconButton } from './IconButton.tsx';

export interface ComposerProps {
  /** Resolves when the message is stored; the text is kept until then and put back on a failure. */
  readonly onSend: (text: string) => Promise<void>;
  readonly initialText?: string;
  /** What is written now and not sent. */
  readonly onInput: (text: string) => void;
}

/** Enter sends, Shift+Enter breaks the line; an Enter that ends an input method's word does neither. */
export function Composer({ onSend, onInput, initialText = '' }: ComposerProps) {
  const [draft, setDraft] = useState(initialText);
  const input = useRef<HTMLTextAreaElement>(null);
  const canSend = draft.trim() !== '';

  useEffect(() => {
    input.current?.focus();
  }, []);
  useEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = 'auto';
    if (draft !== '') element.style.height = `${Math.min(element.scrollHeight, 120)}px`;
  }, [draft]);

  useEffect(() => onInput(draft), [draft]);

  function send(): void {
    if (!canSend) return;
    const sending = draft;
    setDraft('');
    input.current?.focus();
    onSend(sending).catch(() => setDraft((now) => (now === '' ? sending : now)));
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label={text('composerLabel')}
        class="composer__input"
        dir="auto"
        maxLength={maxMessageTextLength}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
        placeholder={text('composerPlaceholder')}
        ref={input}
        rows={1}
        value={draft}
      />
      <IconButton
        className="composer__send"
        disabled={!canSend}
        icon="send"
        label={text('composerSend')}
        onClick={send}
      />
    </form>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import { maxQueryLength } from '../../bridge/searchView.ts';
import { text } from '../text.ts';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';

export interface SearchFieldProps {
  readonly query: string;
  readonly onInput: (query: string) => void;
  readonly onClose: () => void;
  /** Enter: opens the first result. */
  readonly onEnter: () => void;
  /** Arrow down: into the results. */
  readonly onDown: () => void;
}

/** Stands in the place of the header while one searches. */
export function SearchField({ query, onInput, onClose, onEnter, onDown }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <search class="header search-field">
      <span class="search-field__icon">
        <Icon name="search" size={18} />
      </span>
      <input
        aria-label={text('searchLabel')}
        autocomplete="off"
        class="field__input search-field__input"
        enterkeyhint="search"
        maxLength={maxQueryLength}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') {
            // The window's own Escape would leave the thread beside the list.
            event.stopPropagation();
            onClose();
          } else if (event.key === 'Enter') onEnter();
          else if (event.key === 'ArrowDown') onDown();
          else return;
          event.preventDefault();
        }}
        placeholder={text('searchPlaceholder')}
        ref={input}
        spellcheck={false}
        type="search"
        value={query}
      />
      <IconButton icon="close" label={text('searchClose')} onClick={onClose} />
    </search>
  );
}

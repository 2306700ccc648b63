import type { ComponentChildren, Ref } from 'preact';
import { text } from '../text.ts';
import { IconButton } from './IconButton.tsx';

export interface PaneHeaderProps {
  readonly title: string;
  readonly onBack: () => void;
  /** For whoever moves the focus to the way back. */
  readonly frame?: Ref<HTMLElement>;
  /** What can be done with the page as a whole. */
  readonly children?: ComponentChildren;
}

/** The head of every page that lies over the list. */
export function PaneHeader({ title, onBack, frame, children }: PaneHeaderProps) {
  return (
    <header class="header" {...(frame && { ref: frame })}>
      <IconButton icon="back" label={text('back')} onClick={onBack} />
      <h1 class="header__title header__name">{title}</h1>
      {children}
    </header>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { text } from '../text.ts';
import { Button } from './Button.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly confirm: string;
  /** What is confirmed cannot be taken back by oneself. */
  readonly isDanger?: boolean;
  readonly onConfirm: () => void;
  /** The dialog is closed, confirmed or not: draw it no longer. */
  readonly onClose: () => void;
}

/** A question before something is done. The harmless answer has the focus, and Escape gives it. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  isDanger = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
    // Not to what scrolls above it.
    dialog.current?.querySelector<HTMLElement>('.dialog__buttons button')?.focus();
  }, []);
  return (
    <dialog
      aria-describedby={`${titleId}-body`}
      aria-labelledby={titleId}
      class="dialog"
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
      ref={dialog}
    >
      <h2 class="dialog__title" id={titleId}>
        {title}
      </h2>
      <div class="dialog__body" id={`${titleId}-body`}>
        {children}
      </div>
      <div class="dialog__buttons">
        <Button onClick={() => dialog.current?.close()}>{text('cancel')}</Button>
        <Button
          kind={isDanger ? 'danger' : 'primary'}
          onClick={() => {
            // Closed first: the focus goes back to where the question came from, and what follows may take it away.
            dialog.current?.close();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}

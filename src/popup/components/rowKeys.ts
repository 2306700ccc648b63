/** The keyboard in a thread: from message to message, into the buttons of one, and back. */
import type { MessageView } from '../../bridge/messageView.ts';
import type { ThreadModel } from '../models/threadModel.ts';
import type { ThreadRow } from '../models/threadRows.ts';
import type { RowScroller } from './createRowScroller.ts';

export interface RowKeyContext {
  readonly rows: readonly ThreadRow[];
  readonly scroller: RowScroller;
  readonly thread: ThreadModel;
  /** A message in one breath. */
  readonly nameRow: (row: ThreadRow) => string;
  readonly onKey: (key: 'reply' | 'copy' | 'quote', message: MessageView) => void;
  readonly onFault: (error: unknown) => void;
}

const toolsSelector = '.bubble__tools button:not(:disabled)';
const letters: Readonly<Record<string, 'reply' | 'copy' | 'quote'>> = { r: 'reply', c: 'copy', q: 'quote' };

/** Whether the list is to look at a key: not when somebody types, in a menu or in a dialog. */
export function isRowKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, dialog, [popover], [role="menu"]') === null
  );
}

export function onRowKey(event: KeyboardEvent, context: RowKeyContext): void {
  const { rows, scroller, thread, nameRow, onKey, onFault } = context;
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement)) return;
  const element = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
  const index = element === null ? -1 : rows.findIndex(({ key }) => key === element.dataset.row);
  const row = rows[index];
  const isInTools = element !== null && event.target !== element;

  function focus(to: number): void {
    const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (next === undefined) return;
    scroller.reveal(next.key);
    focusRow(list as HTMLElement, next, nameRow);
  }

  function onArrow(by: 1 | -1): void {
    const view = scroller.view();
    // From the list itself: to what is in view.
    if (index < 0) focus(by < 0 ? view.last : view.first);
    else focus(index + by);
  }

  switch (event.key) {
    case 'ArrowUp':
      onArrow(-1);
      break;
    case 'ArrowDown':
      onArrow(1);
      break;
    case 'PageUp':
    case 'PageDown': {
      const direction = event.key === 'PageUp' ? -1 : 1;
      const { first, last } = scroller.view();
      focus(scroller.pageFrom(index < 0 ? (direction < 0 ? last : first) : index, direction));
      break;
    }
    case 'Home':
      focus(0);
      break;
    case 'End':
      thread.goToEnd().then(() => {
        const newest = thread.rows.value.at(-1);
        if (newest !== undefined) focusRow(list, newest, nameRow);
      }, onFault);
      break;
    case 'ArrowLeft':
    case 'ArrowRight':
      if (!isInTools || !moveInTools(element, event.key === 'ArrowLeft' ? -1 : 1)) return;
      break;
    case 'Escape':
      if (!isInTools) return;
      element.focus();
      event.stopPropagation();
      break;
    case 'Enter':
    case 'ContextMenu':
    case 'F10': {
      if (event.key === 'Enter' ? isInTools : event.key === 'F10' && !event.shiftKey) return;
      const tool = element?.querySelector<HTMLElement>(toolsSelector);
      if (!tool) return;
      tool.focus();
      break;
    }
    default: {
      const word = letters[event.key];
      if (word === undefined || row === undefined || isInTools) return;
      onKey(word, row.message);
    }
  }
  event.preventDefault();
}

function moveInTools(element: HTMLElement, by: 1 | -1): boolean {
  const tools = [...element.querySelectorAll<HTMLElement>(toolsSelector)];
  const at = tools.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return false;
  tools[(at + by + tools.length) % tools.length]?.focus();
  return true;
}

/**
 * The row may be drawn only with the next frame. It gets its name just before the focus, which makes a screen reader say it:
 * whoever reads through the thread otherwise would hear every message twice.
 */
function focusRow(list: HTMLElement, row: ThreadRow, nameRow: (row: ThreadRow) => string, tries = 3): void {
  const element = list.querySelector<HTMLElement>(`[data-row="${row.key}"]`);
  if (element !== null) {
    element.setAttribute('aria-label', nameRow(row));
    element.addEventListener('blur', () => element.removeAttribute('aria-label'), { once: true });
    element.focus({ preventScroll: true });
  } else if (tries > 0) {
    requestAnimationFrame(() => focusRow(list, row, nameRow, tries - 1));
  }
}

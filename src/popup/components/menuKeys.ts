/** The keyboard in a menu, as in the ARIA pattern: arrow keys go round, Tab closes. */
const entriesOf = (menu: Element): readonly HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role="menuitem"]'),
];

/** Below 0 counts from the end. */
export function focusEntry(menu: Element, at: number): void {
  const entries = entriesOf(menu);
  entries[(at + entries.length) % entries.length]?.focus();
}

export function onMenuKey(event: KeyboardEvent, menu: HTMLElement): void {
  const now = entriesOf(menu).indexOf(document.activeElement as HTMLElement);
  // The window's own Escape would leave the page behind the menu.
  if (event.key === 'Escape') event.stopPropagation();
  if (event.key === 'Tab') menu.hidePopover();
  if (event.key === 'ArrowDown') focusEntry(menu, now + 1);
  else if (event.key === 'ArrowUp') focusEntry(menu, now - 1);
  else if (event.key === 'Home') focusEntry(menu, 0);
  else if (event.key === 'End') focusEntry(menu, -1);
  else return;
  event.preventDefault();
}

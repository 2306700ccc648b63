/**
 * A person who cannot see that another view came is told of it by the place of the focus. Fields that take it by
 * themselves go first.
 */
export function takeFocus(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>('.pane:not(.pane--list) .header button, .pane--list h1')?.focus();
}

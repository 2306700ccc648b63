import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * A button that is pressed often makes way for what came of it. Whoever goes by the keyboard is then at the first thing in
 * `frame` that can have the focus, or at the frame (which needs a `tabIndex` of -1), not at the start of the window.
 */
export function useKeptFocus(frame: RefObject<HTMLElement | null>): void {
  const focused = frame.current?.querySelector(':focus-visible') ?? null;
  useLayoutEffect(() => {
    if (focused === null || document.activeElement !== document.body) return;
    const next = frame.current?.querySelector<HTMLElement>('button:enabled, input:enabled');
    (next ?? frame.current)?.focus();
  });
}

import { text } from '../text.ts';

/** The window before it knows what to show. */
export function Waiting() {
  return (
    <main aria-busy="true" class="shell">
      <div class="empty">
        <span aria-hidden="true" class="spinner" />
        <span class="visually-hidden">{text('opening')}</span>
      </div>
    </main>
  );
}

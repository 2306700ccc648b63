import { type ReadonlySignal, signal } from '@preact/signals';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';

/** The worker is told of what is written at once, and then no more often than this: a window may be closed at any key. */
const tellEveryMs = 100;

/** What stands in the composer of a conversation: kept in the store, so that closing the window loses nothing. */
export interface ThreadDraft {
  readonly text: ReadonlySignal<string>;
  /** The person wrote. */
  write(text: string): void;
  /** As the store has it, from this window or another. While the person is in the composer it changes nothing there. */
  stored(text: string, isBeingWritten: boolean): void;
  /** Keeps now what has not been kept yet: the window may close, the message has left. */
  flush(): void;
}

export function createThreadDraft(
  port: BackgroundPort,
  conversationId: string,
  options: {
    /** As it stands in the store. */
    readonly initial: string;
    /** What this window has not brought into the store yet, by conversation: another thread may stand in between. */
    readonly unsaved: Map<string, string>;
    /** What a site suggests; it is kept once the person has changed it. */
    readonly suggested?: string | undefined;
  },
): ThreadDraft {
  const { initial, unsaved, suggested } = options;
  const text = signal(unsaved.get(conversationId) ?? (initial === '' ? (suggested ?? '') : initial));
  /** What the store has, or is about to have. */
  let kept = initial;
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (text.value !== initial) unsaved.set(conversationId, text.value);

  function flush(): void {
    const isAhead = timer !== undefined && text.value !== kept;
    clearTimeout(timer);
    timer = undefined;
    if (isAhead) tell();
  }

  function rest(): void {
    timer = undefined;
    if (text.value === kept) return;
    tell();
    timer = setTimeout(rest, tellEveryMs);
  }

  function tell(): void {
    const saving = text.value;
    kept = saving;
    port.request('thread.setDraft', { conversationId, text: saving }).then(
      () => {
        if (unsaved.get(conversationId) === saving) unsaved.delete(conversationId);
      },
      // It stays in this window; the next change of it tries again.
      () => undefined,
    );
  }

  return {
    text,
    write(next) {
      if (next === text.value) return;
      text.value = next;
      unsaved.set(conversationId, next);
      if (timer !== undefined) return;
      tell();
      timer = setTimeout(rest, tellEveryMs);
    },
    stored(next, isBeingWritten) {
      // Our own coming back, perhaps late: we may be further by now.
      if (next === kept) return;
      kept = next;
      if (isBeingWritten || timer !== undefined || unsaved.has(conversationId)) return;
      text.value = next;
    },
    flush,
  };
}

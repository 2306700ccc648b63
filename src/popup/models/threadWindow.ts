/** The part of a thread that a window holds: pages without a gap between them, and never very many. */
import type { MessageView } from '../../bridge/messageView.ts';
import { compareNs } from './compareNs.ts';

export interface ThreadWindow {
  /** Oldest first. */
  readonly messages: readonly MessageView[];
  /** Whether there may be messages before the first and after the last. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** More than so many messages a window does not hold; the pages farthest from where it grows are let go. */
export const maxMessagesInWindow = 1_000;

const bySentAt = (a: MessageView, b: MessageView): number =>
  compareNs(a.sentAtNs, b.sentAtNs) || (a.messageId < b.messageId ? -1 : 1);

/** A window of one page alone. */
export function windowOf(page: {
  readonly messages: readonly MessageView[];
  readonly hasOlder: boolean;
  readonly hasNewer?: boolean;
}): ThreadWindow {
  return {
    messages: merged([], page.messages),
    hasOlder: page.hasOlder,
    hasNewer: page.hasNewer ?? false,
  };
}

export function withOlder(
  window: ThreadWindow,
  page: { readonly messages: readonly MessageView[]; readonly hasOlder: boolean },
): ThreadWindow {
  const messages = merged(window.messages, page.messages);
  return withoutEnd({ ...window, messages, hasOlder: page.hasOlder });
}

export function withNewer(
  window: ThreadWindow,
  page: { readonly messages: readonly MessageView[]; readonly hasNewer: boolean },
): ThreadWindow {
  const messages = merged(window.messages, page.messages);
  return withoutBeginning({ ...window, messages, hasNewer: page.hasNewer });
}

/** What changed in the thread, as far as it touches what the window holds: the rest will come with its page. */
export function withChanges(
  window: ThreadWindow,
  puts: readonly MessageView[],
  removes: readonly string[] = [],
): ThreadWindow {
  const held = new Set(window.messages.map(({ messageId }) => messageId));
  const first = window.messages[0];
  const last = window.messages.at(-1);
  const belongs = (put: MessageView): boolean =>
    held.has(put.messageId) ||
    ((!window.hasOlder || (first !== undefined && bySentAt(put, first) > 0)) &&
      (!window.hasNewer || (last !== undefined && bySentAt(put, last) < 0)));
  const gone = new Set(removes);
  const messages = merged(window.messages, puts.filter(belongs)).filter(
    ({ messageId }) => !gone.has(messageId),
  );
  return withoutBeginning({ ...window, messages: withoutQuotesOf(messages, puts, gone) });
}

/** Replies say nothing any more of what was deleted or has vanished. Nobody tells of them: who quotes whom is known here alone. */
function withoutQuotesOf(
  messages: readonly MessageView[],
  puts: readonly MessageView[],
  gone: ReadonlySet<string>,
): readonly MessageView[] {
  const deleted = new Set(
    puts.filter(({ deletedBy }) => deletedBy !== undefined).map(({ messageId }) => messageId),
  );
  if (deleted.size === 0 && gone.size === 0) return messages;
  return messages.map((message) => {
    const { repliedTo } = message;
    if (repliedTo === undefined) return message;
    const { messageId } = repliedTo;
    if (gone.has(messageId)) {
      return { ...message, repliedTo: { messageId, text: '', isDeleted: false, isKnown: false } };
    }
    return deleted.has(messageId)
      ? { ...message, repliedTo: { ...repliedTo, text: '', isDeleted: true } }
      : message;
  });
}

function merged(held: readonly MessageView[], puts: readonly MessageView[]): readonly MessageView[] {
  if (puts.length === 0) return held;
  const byId = new Map(held.map((message) => [message.messageId, message]));
  for (const put of puts) byId.set(put.messageId, put);
  return [...byId.values()].sort(bySentAt);
}

/** The cursor of a page is a time: messages of one instant are kept together or let go together. */
function withoutBeginning(window: ThreadWindow): ThreadWindow {
  const { messages } = window;
  let from = messages.length - maxMessagesInWindow;
  if (from <= 0) return window;
  while (from > 0 && messages[from]?.sentAtNs === messages[from - 1]?.sentAtNs) from -= 1;
  return { ...window, messages: messages.slice(from), hasOlder: from > 0 || window.hasOlder };
}

function withoutEnd(window: ThreadWindow): ThreadWindow {
  const { messages } = window;
  let to = maxMessagesInWindow;
  if (messages.length <= to) return window;
  while (to < messages.length && messages[to]?.sentAtNs === messages[to - 1]?.sentAtNs) to += 1;
  return {
    ...window,
    messages: messages.slice(0, to),
    hasNewer: to < messages.length || window.hasNewer,
  };
}

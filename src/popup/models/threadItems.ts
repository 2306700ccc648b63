import type { MessageView } from '../../bridge/messageView.ts';
import { msOfNs } from './when.ts';

/** What a thread draws, in order. */
export type ThreadItem =
  | { readonly kind: 'day'; readonly key: string; readonly ms: number }
  | { readonly kind: 'update'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'bubble';
      readonly key: string;
      readonly message: MessageView;
      /** The first of a run by one sender within a few minutes: carries the name and the pointed corner. */
      readonly isFirst: boolean;
      readonly showsSender: boolean;
    };

/** Messages by one sender closer than this form one run. */
const runMs = 5 * 60_000;

/** Messages oldest first -> day separators, group updates and runs of bubbles. */
export function threadItems(messages: readonly MessageView[], isGroup: boolean): readonly ThreadItem[] {
  const items: ThreadItem[] = [];
  let day = '';
  let previous: MessageView | undefined;
  for (const message of messages) {
    // Who was added to a DM is its name already.
    if (message.kind === 'groupUpdate' && !isGroup) continue;
    const ms = msOfNs(message.sentAtNs);
    const dayOfMessage = new Date(ms).toDateString();
    if (dayOfMessage !== day) {
      day = dayOfMessage;
      previous = undefined;
      items.push({ kind: 'day', key: `day:${dayOfMessage}`, ms });
    }
    if (message.kind === 'groupUpdate') {
      items.push({ kind: 'update', key: message.messageId, text: message.text });
      previous = undefined;
      continue;
    }
    const isFirst =
      previous === undefined ||
      previous.senderInboxId !== message.senderInboxId ||
      ms - msOfNs(previous.sentAtNs) > runMs;
    items.push({
      kind: 'bubble',
      key: message.messageId,
      message,
      isFirst,
      showsSender: isFirst && isGroup && !message.isOwn,
    });
    previous = message;
  }
  return items;
}

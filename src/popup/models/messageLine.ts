import { messageProse } from '../../bridge/messageProse.ts';
import type { MessageView, QuotedMessageView } from '../../bridge/messageView.ts';
import { visibleBody, visibleName } from '../../bridge/visibleText.ts';
import { text } from '../text.ts';
import { shortInboxId } from './shortId.ts';

export type NameOf = (inboxId: string) => string;

/** A message as prose, fit to be shown; never empty. */
export function messageText(message: MessageView, nameOf: NameOf = shortInboxId): string {
  const say = (key: string, ...substitutions: readonly string[]) => text(key, ...substitutions);
  const prose = visibleBody(
    messageProse(message, { say, nameOf: (inboxId) => visibleName(nameOf(inboxId)) }),
  );
  return prose.trim() === '' ? text('messageEmpty') : prose;
}

/** The same in one line, for a list. */
export function messageLine(message: MessageView, nameOf: NameOf = shortInboxId): string {
  const prose = messageText(message, nameOf);
  // Sentences of ours on lines of their own: in one line they would run together.
  const isOurs = message.kind === 'groupUpdate' || message.content?.kind === 'notification';
  const line = visibleName(isOurs ? prose.replaceAll('\n', ' · ') : prose) || text('messageEmpty');
  return message.isOwn && message.kind === 'content' ? text('listOwnLine', line) : line;
}

/** What a reply answers, in one line. */
export function quoteText(quoted: QuotedMessageView): string {
  if (quoted.isDeleted) return text('messageDeleted');
  if (!quoted.isKnown) return text('quoteUnknown');
  return visibleName(quoted.text) || text('messageEmpty');
}

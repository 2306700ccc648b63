import type { MessageView } from '../../bridge/messageView.ts';
import { text } from '../text.ts';

/** A message's readable text, in a bubble or as a list's last line. */
export function messageText(message: MessageView): string {
  if (message.kind === 'undecryptable') return text('messageUndecryptable');
  if (message.text !== '') return message.text;
  return text('messageUnsupported', message.contentType);
}

export function messageLine(message: MessageView): string {
  const line = messageText(message).replace(/\s+/gu, ' ');
  return message.isOwn && message.kind === 'content' ? text('listOwnLine', line) : line;
}

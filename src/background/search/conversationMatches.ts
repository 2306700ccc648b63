import type { Conversation } from '../../core/client/client.ts';
import { findMarks } from './findMarks.ts';
import type { SearchTerms } from './searchTerms.ts';

/** So much of an address or inbox id is worth looking for by itself. */
const minIdLength = 4;

/** Whether a conversation is one that a question names: by its name, its address or inbox id, or another name of the peer's. */
export function conversationMatches(
  conversation: Omit<Conversation, 'lastMessage'>,
  query: string,
  { terms }: SearchTerms,
  otherNames: readonly string[],
): boolean {
  const names = conversation.name === '' ? otherNames : [conversation.name, ...otherNames];
  if (terms.length > 0 && names.some((name) => findMarks(name, terms) !== undefined)) return true;
  const id = query.trim().toLowerCase();
  if (id.length < minIdLength) return false;
  const { peerAddress, peerInboxId } = conversation;
  const digits = id.replace(/^0x/u, '');
  return (
    peerAddress?.toLowerCase().startsWith(id) === true ||
    (digits.length >= minIdLength && peerAddress?.toLowerCase().slice(2).includes(digits) === true) ||
    peerInboxId?.startsWith(id) === true
  );
}

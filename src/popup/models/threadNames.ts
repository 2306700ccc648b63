import type { ConversationView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import { text } from '../text.ts';
import type { NameOf } from './messageLine.ts';
import { shortAddress, shortInboxId } from './shortId.ts';

export interface ThreadNamesInput {
  readonly conversation: ConversationView | undefined;
  /** Its members with their addresses, for a group. */
  readonly group: GroupView | undefined;
  readonly ownInboxId: string;
  /** Verified names by address. */
  readonly names: ReadonlyMap<string, string> | undefined;
  /** Looks a name up, for whoever is about to be drawn. Absent where the person has not accepted the conversation. */
  readonly want?: ((address: string) => void) | undefined;
}

/** What the people of a thread are called: a verified name with the short address, that address, or a short inbox id. */
export function threadNames({ conversation, group, ownInboxId, names, want }: ThreadNamesInput): NameOf {
  const addresses = new Map<string, string>();
  for (const { inboxId, address } of group?.members ?? []) {
    if (address !== undefined) addresses.set(inboxId, address);
  }
  if (conversation?.peerInboxId !== undefined && conversation.peerAddress !== undefined) {
    addresses.set(conversation.peerInboxId, conversation.peerAddress);
  }
  return (inboxId) => {
    if (inboxId === ownInboxId) return text('you');
    const address = addresses.get(inboxId);
    if (address === undefined) return shortInboxId(inboxId);
    want?.(address);
    const name = names?.get(address);
    return name === undefined ? shortAddress(address) : `${name} ${shortAddress(address)}`;
  };
}

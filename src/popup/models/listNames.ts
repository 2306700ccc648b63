import type { ConversationView } from '../../bridge/conversationView.ts';
import { text } from '../text.ts';
import type { NameOf } from './messageLine.ts';
import { shortAddress, shortInboxId } from './shortId.ts';

/** Addresses of the people with whom one has a conversation, by inbox id. */
export function addressesOfPeers(conversations: readonly ConversationView[]): ReadonlyMap<string, string> {
  return new Map(
    conversations.flatMap(({ peerInboxId, peerAddress }) =>
      peerInboxId === undefined || peerAddress === undefined ? [] : [[peerInboxId, peerAddress] as const],
    ),
  );
}

/** What people are called in the last line of a row, where the members of a group are not at hand. */
export function listNames(ownInboxId: string, addresses: ReadonlyMap<string, string>): NameOf {
  return (inboxId) => {
    if (inboxId === ownInboxId) return text('you');
    const address = addresses.get(inboxId);
    return address === undefined ? shortInboxId(inboxId) : shortAddress(address);
  };
}

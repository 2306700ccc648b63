import type { searchChannels } from '../../bridge/channels/searchChannels.ts';
import { maxSearchLimit } from '../../bridge/searchView.ts';
import type { Search } from '../search/createSearch.ts';
import { toConversationView } from '../views/toConversationView.ts';
import type { Procedures } from './procedure.ts';

/** Behind search.*. */
export function searchProcedures({
  search,
}: {
  readonly search: Search;
}): Procedures<keyof typeof searchChannels> {
  return {
    async 'search.query'({ query, limit, beforeNs }) {
      const { conversations, messages, about, hasMore, indexed } = await search.query({
        query,
        limit,
        ...(beforeNs === undefined ? {} : { beforeNs: BigInt(beforeNs) }),
      });
      return {
        conversations: conversations.map(toConversationView),
        messages: messages
          .slice(0, maxSearchLimit * 2)
          .map((hit) => ({ ...hit, marks: [...hit.marks], sentAtNs: hit.sentAtNs.toString() })),
        about: about.slice(0, maxSearchLimit * 2).map(toConversationView),
        hasMore,
        indexed,
      };
    },
  };
}

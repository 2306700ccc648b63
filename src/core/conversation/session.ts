import type { Account } from './account.ts';
import type { ClientPorts } from './clientPorts.ts';
import type { ConversationEvent } from './conversationEvent.ts';
import type { EventHub } from './eventHub.ts';
import type { GroupStore } from './groupStore.ts';
import type { IdentityLogs } from './identityLogs.ts';
import type { IntentOutcomes } from './intentOutcomes.ts';
import type { SerialQueue } from './serialQueue.ts';

/** What every operation on conversations works with: the ports, the account, and what is shared in memory. */
export interface Session extends ClientPorts {
  readonly account: Account;
  readonly identityLogs: IdentityLogs;
  readonly groups: GroupStore;
  /** Keyed by conversation: whoever changes a group's state holds its conversation's turn. */
  readonly queue: SerialQueue;
  readonly events: EventHub<ConversationEvent>;
  /** Why changes were given up, for whoever waits for them. */
  readonly intentOutcomes: IntentOutcomes;
  /** When the members of a group were last compared with their identity logs, by group id, ms. */
  readonly membershipCheckedMs: Map<string, number>;
  /** `<inbox id>/<installation id>` of senders whose claim was checked and found true. */
  readonly provenSenders: Set<string>;
  /** Our time in ns, never the same twice: it makes idempotency keys. */
  uniqueNowNs(): bigint;
  /** Whether a stream keeps the groups up to date; otherwise whoever needs that asks the node. */
  isLive(): boolean;
}

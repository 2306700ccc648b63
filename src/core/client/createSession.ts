import type { Account } from '../conversation/account.ts';
import type { ClientPorts } from '../conversation/clientPorts.ts';
import type { ConversationEvent } from '../conversation/conversationEvent.ts';
import { createEventHub } from '../conversation/eventHub.ts';
import { createGroupStore } from '../conversation/groupStore.ts';
import { createIdentityLogs } from '../conversation/identityLogs.ts';
import { createIntentOutcomes } from '../conversation/intentOutcomes.ts';
import { createSerialQueue } from '../conversation/serialQueue.ts';
import type { Session } from '../conversation/session.ts';
import { createUniqueNowNs } from '../conversation/uniqueNowNs.ts';

/** Wires what the operations on conversations share. */
export function createSession(ports: ClientPorts, account: Account, isLive: () => boolean): Session {
  return {
    ...ports,
    account,
    identityLogs: createIdentityLogs(ports),
    groups: createGroupStore(ports.database),
    intentOutcomes: createIntentOutcomes(),
    queue: createSerialQueue(),
    events: createEventHub<ConversationEvent>(ports.logger),
    membershipCheckedMs: new Map(),
    provenSenders: new Set(),
    uniqueNowNs: createUniqueNowNs(ports.clock),
    isLive,
  };
}

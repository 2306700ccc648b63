/** For tests: the group operations of a client that has no groups. */
import type { GroupOperations } from '../../core/client/groupOperations.ts';
import { WalletInboxError } from '../../core/errors.ts';

export function unsafeFakeGroups(): GroupOperations {
  const refuse = async (): Promise<never> => {
    throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
  };
  return {
    createGroup: refuse,
    updateGroup: refuse,
    addMembers: refuse,
    removeMembers: refuse,
    leaveGroup: refuse,
    setAdmin: refuse,
    setSuperAdmin: refuse,
    setPermission: refuse,
    groupDetails: refuse,
  };
}

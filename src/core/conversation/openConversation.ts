import { WalletInboxError } from '../errors.ts';
import { checkMinVersion } from '../group/libxmtpVersion.ts';
import type { Database, Stored } from '../ports.ts';
import type { Session } from './session.ts';

/** The conversation that `id` names: its own id, or the id of any group of it. */
export async function findConversation(
  database: Database,
  id: string,
): Promise<Stored<'conversations'> | undefined> {
  // What a caller made up must not reach the store as a key.
  if (!/^[0-9a-f]{2,128}$/.test(id)) return undefined;
  const found = await database.get('conversations', id);
  if (found !== undefined) return found;
  const group = await database.get('groups', id);
  const conversationId = group?.clear.conversationId ?? '';
  return conversationId === '' ? undefined : await database.get('conversations', conversationId);
}

/** @throws Conversation.Unknown */
export async function getConversationRow(database: Database, id: string): Promise<Stored<'conversations'>> {
  const found = await findConversation(database, id);
  if (found === undefined) {
    throw new WalletInboxError('Conversation.Unknown', 'There is no such conversation.');
  }
  return found;
}

/**
 * The group that a message of ours goes into: of the groups of a stitched DM, the one that was spoken in last, as
 * libxmtp chooses, or `preferred` while we are in it: what is said about a message belongs into that message's group.
 *
 * @throws Conversation.Inactive when we are in none of them any more, Conversation.Paused
 */
export async function writableGroup(
  session: Session,
  conversationId: string,
  preferred?: string,
): Promise<Stored<'groups'>> {
  const groups = await session.database.list('groups', { index: 'byConversation', equals: [conversationId] });
  const [best] = groups
    .filter((group) => group.body.isActive)
    .sort((a, b) => {
      if (a.key === preferred || b.key === preferred) return a.key === preferred ? -1 : 1;
      if (a.body.lastMessageNs !== b.body.lastMessageNs) {
        return a.body.lastMessageNs > b.body.lastMessageNs ? -1 : 1;
      }
      return a.key < b.key ? -1 : 1;
    });
  if (best === undefined) {
    throw new WalletInboxError('Conversation.Inactive', 'We are no longer a member of this conversation.');
  }
  const { pausedForVersion } = best.body;
  if (pausedForVersion !== undefined && checkMinVersion(pausedForVersion) === 'tooNew') {
    throw new WalletInboxError(
      'Conversation.Paused',
      'This group asks for a newer version of this program.',
      {
        details: { version: pausedForVersion },
      },
    );
  }
  return best;
}

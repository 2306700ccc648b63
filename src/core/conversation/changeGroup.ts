import { WalletInboxError } from '../errors.ts';
import type { Change } from '../ports.ts';
import type { IntentBody, TableRecord } from '../records.ts';
import type { LoadedGroup } from './groupStore.ts';
import type { IntentRefusal } from './intentOutcomes.ts';
import { newIntent } from './newIntent.ts';
import { getConversationRow, writableGroup } from './openConversation.ts';
import type { Outgoing } from './outgoing.ts';
import type { Session } from './session.ts';
import { syncGroup } from './syncGroup.ts';

/** What a change of a group works with. */
export interface GroupDeps {
  readonly session: Session;
  readonly outgoing: Pick<Outgoing, 'run'>;
}

type Wish = Pick<IntentBody, 'kind' | 'addInboxIds' | 'removeInboxIds' | 'settings'>;

/**
 * The group of a conversation as the node has it now, to be changed: what we are allowed to do must not be judged by
 * what the group was like last week.
 *
 * @throws Conversation.Unknown, Conversation.Inactive, Conversation.Paused, Group.Refused for a DM, Node.*
 */
export async function groupToChange(session: Session, conversation: string): Promise<LoadedGroup> {
  const { key, body } = await getConversationRow(session.database, conversation);
  if (body.kind !== 'group') {
    throw new WalletInboxError('Group.Refused', 'This is a conversation of two, not a group.', {
      details: { reason: 'notAGroup' },
    });
  }
  return await conversationToChange(session, key);
}

/** As {@link groupToChange}, also for a DM: of its groups, the one that we write in. */
export async function conversationToChange(session: Session, conversation: string): Promise<LoadedGroup> {
  const { key } = await getConversationRow(session.database, conversation);
  const known = await writableGroup(session, key);
  if (!session.isLive()) await syncGroup(session, known.key);
  const { key: groupId } = await writableGroup(session, key);
  const group = await session.groups.load(groupId);
  if (group === undefined) throw inactive();
  return group;
}

/**
 * Stores what is wanted of a group, each wish a commit of its own as in libxmtp, and sees it through: resolves when the
 * node's order holds it, or when there was nothing to do. From the moment it is stored a crash does not undo it; when the
 * node cannot be reached the error says so, and the change is made as soon as it can be.
 *
 * @returns why the first of them was given up; `undefined` when none was
 */
export async function settleWishes(
  deps: GroupDeps,
  group: LoadedGroup,
  wishes: readonly Wish[],
): Promise<IntentRefusal | undefined> {
  const intents = wishes.map((wish) => newIntent(deps.session, group.groupId, wish));
  return await settleIntentRows(deps, group.row.clear.conversationId, intents, []);
}

/** As {@link settleWishes}, for rows that are stored together with `changes`; `stored` is called once they are. */
export async function settleIntentRows(
  { session, outgoing }: GroupDeps,
  conversationId: string,
  intents: readonly TableRecord<'intents'>[],
  changes: readonly Change[],
  stored: () => void = () => undefined,
): Promise<IntentRefusal | undefined> {
  const { intentOutcomes, database } = session;
  const keys = intents.map(({ key }) => key);
  for (const key of keys) intentOutcomes.expect(key);
  try {
    const rows = intents.map((record): Change => ({ kind: 'put', table: 'intents', record }));
    await database.commit([...changes, ...rows]);
    stored();
    let failure: unknown;
    try {
      await outgoing.run(conversationId);
    } catch (error) {
      failure = error;
    }
    // The lane also sends messages: it may have failed for a reason that is not ours.
    const waiting = await database.getMany('intents', keys);
    if (waiting.every((row) => row === undefined)) {
      return keys.map((key) => intentOutcomes.take(key)).find((refusal) => refusal !== undefined);
    }
    throw (
      failure ?? new WalletInboxError('Node.InvalidResponse', 'The node does not show a change of the group.')
    );
  } finally {
    for (const key of keys) intentOutcomes.take(key);
  }
}

/** What a caller is told about a change that was given up. */
export function refusalError({ reason, inboxId }: IntentRefusal): WalletInboxError {
  if (reason === 'inactive') return inactive();
  if (reason === 'attempts') {
    return new WalletInboxError(
      'Group.Contended',
      'Others changed the group at the same time, again and again. Try once more.',
    );
  }
  return new WalletInboxError('Group.Refused', sentenceOf(reason), {
    details: { reason, ...(inboxId === undefined ? {} : { inboxId }) },
  });
}

function inactive(): WalletInboxError {
  return new WalletInboxError('Conversation.Inactive', 'We are no longer a member of this conversation.');
}

const sentences: Readonly<Record<string, string>> = {
  addMemberDenied: 'Members of your role may not add anyone to this group.',
  removeMemberDenied: 'Members of your role may not remove anyone from this group.',
  superAdminRemoved: 'A super admin cannot be removed; the role has to be taken first.',
  metadataDenied: 'Members of your role may not change this about the group.',
  addAdminDenied: 'Members of your role may not make admins in this group.',
  removeAdminDenied: 'Members of your role may not unmake admins in this group.',
  superAdminChangeDenied: 'Only super admins may give and take the role of super admin.',
  lastSuperAdminRemoved: 'A group cannot be without a super admin.',
  permissionsChangeDenied: 'Only super admins may change what is allowed in this group.',
  attributeTooLong: 'This text is too long for a group.',
  notMember: 'This person is not in the group.',
  groupFull: 'The group has as many members as the network allows.',
  removesSelf: 'Nobody can remove themselves; leave the group instead.',
};

const sentenceOf = (reason: string): string =>
  sentences[reason] ?? 'The group does not allow this change, or cannot make it.';

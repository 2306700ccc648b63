import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { verifySignatures } from '../crypto/signatureBatch.ts';
import { groupLeaves } from '../group/groupLeaf.ts';
import { addedToGroupContent, addedToGroupIdempotencyKey } from '../group/groupUpdated.ts';
import { type GroupView, groupViewOf } from '../group/groupView.ts';
import { messageIdOf } from '../group/messageId.ts';
import { validateWelcome } from '../group/welcomeValidation.ts';
import { isInboxId } from '../identity/inboxId.ts';
import type { GroupState } from '../mls/groupState.ts';
import { joinGroup } from '../mls/joinGroup.ts';
import { listMembers } from '../mls/members.ts';
import type { Change } from '../ports.ts';
import type { GroupBody, TableRecord } from '../records.ts';
import { conversationOfGroup } from './conversationOfGroup.ts';
import { type GroupUpdate, type LoadedGroup, writeGroup } from './groupStore.ts';
import { decideWithIdentity } from './identityDecision.ts';
import { isHostileInput } from './isHostileInput.ts';
import { rotationDueChanges } from './keyPackages.ts';
import { orderKey } from './orderKey.ts';
import type { UnwrappedWelcome } from './receiveWelcomes.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/** Bytes; every client of this network draws as many at random. */
const groupIdLength = 16;

type JoinOutcome =
  | { readonly kind: 'joined'; readonly groupId: string; readonly isNewConversation: boolean }
  | { readonly kind: 'skipped'; readonly reason: string };

interface ValidWelcome {
  readonly state: GroupState;
  readonly view: GroupView;
  readonly addedByInboxId: string;
  readonly pausedForVersion?: string;
}

/**
 * Joins the group of a welcome and commits everything that follows from it at once: MLS parts, cursor, the row "you
 * were added", the conversation, the welcome cursor, the debt of a fresh key package.
 */
export async function joinConversation(
  session: Session,
  unwrapped: UnwrappedWelcome,
  cursorChanges: readonly Change[],
): Promise<JoinOutcome> {
  const joined = await openAndValidate(session, unwrapped);
  if (joined.kind === 'skipped') return joined;
  const { valid } = joined;
  if (valid.view.kind === 'oneshot') return { kind: 'skipped', reason: 'oneshot' };

  const groupId = bytesToHex(valid.state.groupContext.groupId);
  return await retryOnConflict(session, groupId, async () => {
    const existing = await session.groups.load(groupId);
    const isOlder =
      existing?.row.body.isActive === true &&
      valid.state.groupContext.epoch <= existing.state.groupContext.epoch;
    if (isOlder) return { kind: 'skipped', reason: 'alreadyMember' };

    const clear = existing?.row.clear ?? (await placeOf(session, groupId, valid.view));
    const turn = clear.conversationId === '' ? groupId : clear.conversationId;
    return await session.queue.run(turn, async () => {
      return await commitJoin(session, unwrapped, valid, existing, clear, cursorChanges);
    });
  });
}

async function openAndValidate(
  session: Session,
  unwrapped: UnwrappedWelcome,
): Promise<
  { readonly kind: 'valid'; readonly valid: ValidWelcome } | (JoinOutcome & { readonly kind: 'skipped' })
> {
  const { secrets } = unwrapped;
  let opened: { readonly state: GroupState; readonly senderLeafIndex: number };
  try {
    const unverified = joinGroup({
      welcome: unwrapped.welcome,
      keyPackage: secrets.keyPackage,
      initPrivateKey: secrets.initPrivateKey,
      encryptionPrivateKey: secrets.encryptionPrivateKey,
      signaturePrivateKey: session.account.installationSeed,
    });
    opened = unverified.confirm(await verifySignatures(unverified.checks));
  } catch (error) {
    if (!isHostileInput(error)) throw error;
    return { kind: 'skipped', reason: error.code };
  }

  const { state } = opened;
  const validation = await decideWithIdentity(session.identityLogs, (identity) =>
    validateWelcome(
      {
        extensions: state.groupContext.extensions,
        leaves: groupLeaves(listMembers(state)),
        ownInboxId: session.account.inboxId,
        adderLeafIndex: opened.senderLeafIndex,
      },
      identity,
    ),
  );
  if (validation.kind !== 'valid') {
    return { kind: 'skipped', reason: validation.reason };
  }
  const { context, addedByInboxId, pausedForVersion } = validation;
  const view = groupViewOf(context, session.account.inboxId);
  // Whoever made the group chose both. In another form no window could show the conversation, nor any list it is in.
  if (state.groupContext.groupId.length !== groupIdLength || !isInboxId(view.creatorInboxId)) {
    return { kind: 'skipped', reason: 'malformedIds' };
  }
  return {
    kind: 'valid',
    valid: { state, view, addedByInboxId, ...(pausedForVersion === undefined ? {} : { pausedForVersion }) },
  };
}

/** Which conversation a group belongs to: a DM joins the one that its peer has here already. */
export async function placeOf(
  session: Session,
  groupId: string,
  view: Pick<GroupView, 'kind' | 'dmId'>,
): Promise<GroupUpdate['clear']> {
  if (view.kind === 'group') return { conversationId: groupId, dmHash: '' };
  if (view.kind !== 'dm' || view.dmId === undefined) return { conversationId: '', dmHash: '' };
  const dmHash = bytesToHex(sha256(utf8Encode(view.dmId)));
  const siblings = await session.database.list('groups', { index: 'byDm', equals: [dmHash], limit: 1 });
  return { conversationId: siblings[0]?.clear.conversationId ?? groupId, dmHash };
}

async function commitJoin(
  session: Session,
  unwrapped: UnwrappedWelcome,
  valid: ValidWelcome,
  existing: LoadedGroup | undefined,
  clear: GroupUpdate['clear'],
  cursorChanges: readonly Change[],
): Promise<JoinOutcome> {
  const { state, view, addedByInboxId } = valid;
  const { conversationId } = clear;
  const body: GroupBody = {
    kind: view.kind,
    ...(view.dmPeerInboxId === undefined ? {} : { peerInboxId: view.dmPeerInboxId }),
    creatorInboxId: view.creatorInboxId,
    addedByInboxId,
    name: view.name,
    memberInboxIds: view.memberInboxIds,
    isActive: true,
    ...(valid.pausedForVersion === undefined ? {} : { pausedForVersion: valid.pausedForVersion }),
    welcomeId: unwrapped.welcomeId,
    createdNs: existing?.row.body.createdNs ?? unwrapped.createdNs,
    rotatedMs: 0,
    isCreating: false,
    joinedEpoch: state.groupContext.epoch,
    leavingInboxIds: [],
    lastMessageNs: existing?.row.body.lastMessageNs ?? unwrapped.createdNs,
    maybeForked: false,
  };
  const write = writeGroup(existing, { body, clear, cursor: unwrapped.messageCursor, state });
  const changes: Change[] = [...cursorChanges, ...write.changes, ...(await rotationDueChanges(session))];

  let isNewConversation = false;
  let addedRow: TableRecord<'messages'> | undefined;
  if (conversationId !== '') {
    const isAccepted = body.creatorInboxId === session.account.inboxId;
    const conversation = await conversationOfGroup(session, conversationId, body, state, { isAccepted });
    isNewConversation = conversation.isNew;
    changes.push(...conversation.changes);
    addedRow = addedMessage(session, unwrapped, valid, conversationId);
    changes.push({ kind: 'put', table: 'messages', record: addedRow });
  }

  await session.database.commit(changes);
  session.groups.remember(write.after);
  session.events.emit({ kind: 'groups' });
  if (addedRow !== undefined) {
    session.events.emit({ kind: 'conversation', conversationId, isNew: isNewConversation });
    session.events.emit({ kind: 'message', row: addedRow, isNew: true });
  }
  return { kind: 'joined', groupId: write.after.groupId, isNewConversation };
}

function addedMessage(
  session: Session,
  unwrapped: UnwrappedWelcome,
  { state, addedByInboxId }: ValidWelcome,
  conversationId: string,
): TableRecord<'messages'> {
  const { createdNs, messageCursor } = unwrapped;
  const { groupId } = state.groupContext;
  const content = addedToGroupContent(addedByInboxId, session.account.inboxId);
  const idempotencyKey = addedToGroupIdempotencyKey(createdNs);
  return {
    key: bytesToHex(messageIdOf({ groupId, idempotencyKey, content })),
    clear: { conversationId, order: orderKey(createdNs, messageCursor) },
    body: {
      groupId: bytesToHex(groupId),
      senderInboxId: addedByInboxId,
      sentAtNs: createdNs,
      kind: 'groupUpdate',
      status: 'sent',
      content,
      envelopeId: messageCursor,
    },
  };
}

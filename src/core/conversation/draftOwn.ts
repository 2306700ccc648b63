import { mergePendingCommit } from '../mls/mergePendingCommit.ts';
import { unpackGroupState } from '../mls/packGroupState.ts';
import type { PlainValue } from '../mls/plainValue.ts';
import type { MessageBody } from '../records.ts';
import { expiryOf } from './disappearing.ts';
import { draftAct } from './draftAct.ts';
import { dropOvertakenIntents } from './draftCommit.ts';
import { draftGroupUpdate } from './draftGroupUpdate.ts';
import { noteLeaving } from './draftLeaving.ts';
import { memberHistory } from './memberHistory.ts';
import { leaveRequestType, messageTraits } from './messageTraits.ts';
import type { OpenedItem } from './openRun.ts';
import { currentIntent, draftGroupIdHex, type PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

type OwnItem = OpenedItem & { readonly kind: 'own' };

/** Peers keep the secrets of three past epochs: a message of an older one reaches nobody. */
export const keptEpochs = 3n;

/** Something of ours comes back in the node's order. */
export async function draftOwn(session: Session, draft: PageDraft, item: OwnItem): Promise<void> {
  const message = draft.outbox.find((row) => row.body.payloads.some(({ hash }) => hash === item.hash));
  if (message !== undefined) {
    await draftOwnMessage(session, draft, item, message.key);
    return;
  }
  draftOwnCommit(session, draft, item);
}

async function draftOwnMessage(
  session: Session,
  draft: PageDraft,
  item: OwnItem,
  messageId: string,
): Promise<void> {
  const row = draft.outbox.find(({ key }) => key === messageId);
  const payload = row?.body.payloads.find(({ hash }) => hash === item.hash);
  if (row === undefined || payload === undefined) return;
  // An earlier envelope of this page may have delivered it already.
  if (draft.outboxWrites.has(messageId) && draft.outboxWrites.get(messageId) === undefined) return;

  const traits = messageTraits(row.body.content);
  const isTooOld = payload.epoch + keptEpochs <= draft.state.groupContext.epoch;
  // Only the newest ciphertext is made again: an older one coming back late changes nothing.
  const isNewest = row.body.payloads.at(-1)?.hash === item.hash;
  if (isTooOld && !isNewest) return;

  const body: MessageBody = {
    groupId: draftGroupIdHex(draft),
    senderInboxId: session.account.inboxId,
    sentAtNs: item.envelope.createdNs,
    kind: 'content',
    status: isTooOld ? 'sending' : 'sent',
    content: row.body.content,
    ...(isTooOld ? {} : { envelopeId: item.envelope.id, ...expiryOf(draft.state, session.clock) }),
  };
  if (isTooOld) {
    const { ciphertext: _, ...rest } = row.body;
    draft.outboxWrites.set(messageId, { ...rest, state: 'queued' });
  } else {
    draft.outboxWrites.set(messageId, undefined);
    draft.lastFailure = undefined;
    if (traits.contentType === leaveRequestType) noteLeaving(draft, session.account.inboxId);
  }
  draft.messages.set(messageId, {
    messageId,
    body,
    countsAsUnread: false,
    showsInList: traits.isSpoken,
    isShown: traits.isShown,
    ...(isTooOld ? {} : await draftAct(draft.state, session.account.inboxId, row.body.content, traits)),
    origin: isTooOld ? 'returned' : 'readBack',
  });
}

function draftOwnCommit(session: Session, draft: PageDraft, item: OwnItem): void {
  const row = draft.intents.find((intent) => currentIntent(draft, intent)?.published?.hash === item.hash);
  const intent = row === undefined ? undefined : currentIntent(draft, row);
  if (row === undefined || intent?.published === undefined) return;

  const { published, ...rest } = intent;
  if (published.epoch !== draft.state.groupContext.epoch) {
    // Somebody else's commit was first in the node's order: ours is void for everyone and is made again.
    draft.intentWrites.set(row.key, rest);
    return;
  }

  draft.state = mergePendingCommit(draft.state, unpackGroupState(published.pending as PlainValue));
  const { name, memberInboxIds } = published.group;
  draft.body = {
    ...draft.body,
    name,
    ...memberHistory(draft.body, memberInboxIds, session.account.inboxId),
    isCreating: false,
    rotatedMs: session.clock.nowMs(),
  };
  draft.intentWrites.set(row.key, undefined);
  dropOvertakenIntents(draft);
  if (published.update !== undefined) {
    draftGroupUpdate(draft, item.envelope, session.account.inboxId, published.update);
  }
  if (published.welcome !== undefined && published.welcomeTargets.length > 0) {
    draft.pendingWelcomes.push({
      groupId: draftGroupIdHex(draft),
      welcome: published.welcome,
      messageCursor: item.envelope.id,
      targets: published.welcomeTargets,
    });
  }
}

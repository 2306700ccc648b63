import { concatBytes, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { messageIdOf } from '../group/messageId.ts';
import { openPlaintextEnvelope } from '../group/plaintextEnvelope.ts';
import type { GroupEnvelope } from '../ports.ts';
import { expiryOf } from './disappearing.ts';
import { draftAct } from './draftAct.ts';
import { noteLeaving } from './draftLeaving.ts';
import { leaveRequestType, messageTraits } from './messageTraits.ts';
import type { OpenedItem } from './openRun.ts';
import type { PageDraft } from './pageDraft.ts';
import type { Session } from './session.ts';

/** A decrypted message; `senderInboxId` as {@link provenSender} found it: its row, and what it means for the group. */
export async function draftApplication(
  session: Pick<Session, 'clock'>,
  draft: PageDraft,
  item: OpenedItem & { readonly kind: 'opened' },
  data: Uint8Array,
  senderInboxId: string | undefined,
): Promise<void> {
  // libxmtp processes what its own installations say in a sync group; nothing in it is for a person.
  if (draft.body.kind === 'sync' || draft.body.kind === 'oneshot') return;
  if (senderInboxId === undefined) {
    draftUndecryptable(draft, item.envelope, 'foreignSender', '');
    return;
  }

  noteSameEpoch(draft, item.epoch);
  const opened = openPlaintextEnvelope(data);
  if (opened.kind === 'ignored') return;
  if (opened.kind === 'malformed') {
    draftUndecryptable(draft, item.envelope, 'malformed', senderInboxId);
    return;
  }

  const id = bytesToHex(
    messageIdOf({
      groupId: item.envelope.groupId,
      idempotencyKey: opened.idempotencyKey,
      content: opened.content,
    }),
  );
  const traits = messageTraits(opened.content);
  if (traits.contentType === leaveRequestType) noteLeaving(draft, senderInboxId);
  if (draft.messages.has(id)) return;
  draft.lastFailure = undefined;
  draft.messages.set(id, {
    messageId: id,
    body: {
      groupId: bytesToHex(item.envelope.groupId),
      senderInboxId,
      sentAtNs: item.envelope.createdNs,
      kind: 'content',
      status: 'sent',
      content: opened.content,
      envelopeId: item.envelope.id,
      ...expiryOf(draft.state, session.clock),
    },
    countsAsUnread: traits.isSpoken,
    showsInList: traits.isSpoken,
    isShown: traits.isShown,
    ...(await draftAct(draft.state, senderInboxId, opened.content, traits)),
    origin: 'received',
  });
}

/**
 * Somebody else writes in our epoch: the group has not gone on without us, whatever a message that seemed to be from
 * further ahead made us think. Anyone can put such a one into a topic.
 */
export function noteSameEpoch(draft: PageDraft, epoch: bigint): void {
  if (draft.body.maybeForked && epoch === draft.state.groupContext.epoch) {
    draft.body = { ...draft.body, maybeForked: false };
  }
}

/**
 * Reasons that are no loss to a person: our own bytes come back, bytes that were seen before, and messages of an
 * epoch in which we were no member.
 */
const silentReasons = new Set(['ownMessage', 'usedGeneration']);

/** A message that could not be opened: shown as such when a person lost something by it. */
export function draftFailure(draft: PageDraft, item: OpenedItem & { readonly kind: 'failed' }): void {
  if (item.reason === 'futureEpoch') draft.body = { ...draft.body, maybeForked: true };
  if (!item.isApplication || silentReasons.has(item.reason)) return;
  if (item.epoch !== undefined && item.epoch < draft.body.joinedEpoch) return;
  // The topic is open to strangers: a flood of rubbish is one line, not a thousand.
  if (draft.lastFailure === item.reason) return;
  draftUndecryptable(draft, item.envelope, item.reason, '');
}

function draftUndecryptable(
  draft: PageDraft,
  envelope: GroupEnvelope,
  reason: string,
  senderInboxId: string,
): void {
  if (draft.body.kind === 'sync' || draft.body.kind === 'oneshot') return;
  const id = bytesToHex(
    sha256(concatBytes(utf8Encode('undecryptable'), envelope.groupId, utf8Encode(envelope.id.toString()))),
  );
  draft.lastFailure = reason;
  draft.messages.set(id, {
    messageId: id,
    body: {
      groupId: bytesToHex(envelope.groupId),
      senderInboxId,
      sentAtNs: envelope.createdNs,
      kind: 'undecryptable',
      status: 'sent',
      content: new Uint8Array(0),
      reason,
      envelopeId: envelope.id,
    },
    countsAsUnread: false,
    showsInList: false,
    isShown: true,
    origin: 'received',
  });
}

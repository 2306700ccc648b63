import { bytesToHex } from '../bytes/hex.ts';
import { groupUpdatedIdempotencyKey } from '../group/groupUpdated.ts';
import { messageIdOf } from '../group/messageId.ts';
import type { GroupEnvelope } from '../ports.ts';
import type { PageDraft } from './pageDraft.ts';

/** The row that says what a commit changed. It is not on the wire: every client makes it, with one id. */
export function draftGroupUpdate(
  draft: PageDraft,
  envelope: GroupEnvelope,
  actorInboxId: string,
  content: Uint8Array,
): void {
  if (draft.body.kind === 'sync' || draft.body.kind === 'oneshot') return;
  const idempotencyKey = groupUpdatedIdempotencyKey(envelope.createdNs);
  const id = bytesToHex(messageIdOf({ groupId: envelope.groupId, idempotencyKey, content }));
  if (draft.messages.has(id)) return;
  draft.messages.set(id, {
    messageId: id,
    body: {
      groupId: bytesToHex(envelope.groupId),
      senderInboxId: actorInboxId,
      sentAtNs: envelope.createdNs,
      kind: 'groupUpdate',
      status: 'sent',
      content,
      envelopeId: envelope.id,
    },
    countsAsUnread: false,
    // A DM says nothing by its own making; in a group, who came and went is news.
    showsInList: draft.body.kind === 'group',
    isShown: true,
    origin: 'received',
  });
}

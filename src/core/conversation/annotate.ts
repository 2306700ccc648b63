import { contentFromBytes } from '../content/contentBytes.ts';
import type { AnnotationActBody, MessageBody } from '../records.ts';
import { changeReactions } from './messageReactions.ts';

/** What libxmtp lets people delete: a line that a group made, a reaction or an unknown type cannot be taken back. */
const deletableTypes = new Set([
  'text',
  'markdown',
  'reply',
  'attachment',
  'remoteStaticAttachment',
  'multiRemoteStaticAttachment',
  'transactionReference',
  'walletSendCalls',
]);

/** Whether a message can be deleted by whoever makes `act`. Its sender may, and a super admin of its group. */
export function mayDelete(
  message: MessageBody,
  act: Pick<AnnotationActBody, 'groupId' | 'byInboxId' | 'bySuperAdmin'>,
): boolean {
  if (message.kind !== 'content' || message.groupId !== act.groupId) return false;
  if (message.senderInboxId !== act.byInboxId && !act.bySuperAdmin) return false;
  const type = contentFromBytes(message.content)?.type;
  return type?.authorityId === 'xmtp.org' && deletableTypes.has(type.typeId);
}

/** A message of the same conversation after `act`; the same object when that changes nothing. */
export function annotate(message: MessageBody, act: AnnotationActBody): MessageBody {
  const { annotation, byInboxId } = act;
  if (message.deletion?.isPending === false) return message;
  if (annotation.kind === 'deletion') {
    return mayDelete(message, act) ? erased(message, byInboxId) : message;
  }
  if (message.kind === 'undecryptable') return message;
  const before = message.reactions ?? [];
  const reactions = changeReactions(before, annotation, byInboxId);
  return reactions === before ? message : withReactions(message, reactions);
}

/** Our own deletion before the node has it: shown as done, but nothing is lost yet. */
export function deletedForNow(message: MessageBody, act: AnnotationActBody): MessageBody {
  if (message.deletion !== undefined || !mayDelete(message, act)) return message;
  return { ...message, deletion: { byInboxId: act.byInboxId, isPending: true } };
}

/** The same without a deletion of ours that did not come to pass. */
export function withoutPendingDeletion(message: MessageBody): MessageBody {
  if (message.deletion?.isPending !== true) return message;
  const { deletion: _, ...rest } = message;
  return rest;
}

function erased(message: MessageBody, byInboxId: string): MessageBody {
  const { reactions: _, ...rest } = message;
  return { ...rest, content: new Uint8Array(0), deletion: { byInboxId, isPending: false } };
}

function withReactions(message: MessageBody, reactions: NonNullable<MessageBody['reactions']>): MessageBody {
  const { reactions: _, ...rest } = message;
  return reactions.length === 0 ? rest : { ...rest, reactions };
}

import { contentFromBytes } from '../content/contentBytes.ts';
import { decodeContent } from '../content/decodeContent.ts';
import { describeContent } from '../content/describeContent.ts';
import { expandContent } from '../content/expandContent.ts';
import { conversationOfPlace } from '../conversation/threadPlace.ts';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { TableRecord } from '../records.ts';
import type { Message } from './client.ts';

/**
 * A message's row as a person sees it, without what it replies to; `undefined` for what no thread shows: receipts,
 * reactions, deletions, and what should have vanished.
 */
export async function messageView(
  row: TableRecord<'messages'>,
  ownInboxId: string,
  nowNs: bigint,
): Promise<Message | undefined> {
  const { body } = row;
  const { expiresAtNs, deletion } = body;
  if (expiresAtNs !== undefined && expiresAtNs <= nowNs) return undefined;
  const base = {
    messageId: row.key,
    conversationId: conversationOfPlace(row.clear.conversationId),
    senderInboxId: body.senderInboxId,
    isOwn: body.senderInboxId === ownInboxId,
    sentAtNs: body.sentAtNs,
    status: body.status,
    kind: body.kind,
    reactions: [],
    ...(body.reason === undefined ? {} : { reason: body.reason }),
    ...(expiresAtNs === undefined ? {} : { expiresAtNs }),
  };
  if (body.kind === 'undecryptable') return { ...base, contentType: '', text: '' };
  if (deletion !== undefined) return { ...base, contentType: '', text: '', deletedBy: deletion.byInboxId };

  const encoded = await readEncoded(body.content);
  if (encoded === undefined) return { ...base, contentType: '', text: '' };
  const { contentType, text, isVisible } = describeContent(encoded, { ownInboxId });
  if (!isVisible) return undefined;
  const content = body.kind === 'content' ? decodeContent(encoded) : undefined;
  const reactions = (body.reactions ?? []).map((reaction) => ({
    ...reaction,
    isOwn: reaction.inboxIds.includes(ownInboxId),
  }));
  return { ...base, contentType, text, encoded, reactions, ...(content === undefined ? {} : { content }) };
}

/** Without its compression, where that can be undone. */
async function readEncoded(bytes: Uint8Array): Promise<EncodedContent | undefined> {
  const stored = contentFromBytes(bytes);
  if (stored?.compression === undefined) return stored;
  return (await expandContent(stored)) ?? stored;
}

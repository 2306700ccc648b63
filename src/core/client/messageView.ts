import { contentFromBytes } from '../content/contentBytes.ts';
import { describeContent } from '../content/describeContent.ts';
import { expandContent } from '../content/expandContent.ts';
import type { TableRecord } from '../records.ts';
import type { Message } from './client.ts';

/** A message's row as a person sees it; `undefined` for what no thread shows: receipts, deletions and the like. */
export async function messageView(
  row: TableRecord<'messages'>,
  ownInboxId: string,
): Promise<Message | undefined> {
  const { body } = row;
  const base = {
    messageId: row.key,
    conversationId: row.clear.conversationId,
    senderInboxId: body.senderInboxId,
    isOwn: body.senderInboxId === ownInboxId,
    sentAtNs: body.sentAtNs,
    status: body.status,
    kind: body.kind,
    reactions: [],
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  };
  if (body.kind === 'undecryptable') return { ...base, contentType: '', text: '' };

  const stored = contentFromBytes(body.content);
  if (stored === undefined) return { ...base, contentType: '', text: '' };
  const expanded = stored.compression === undefined ? stored : await expandContent(stored);
  const encoded = expanded ?? stored;
  const { contentType, text, isVisible } = describeContent(encoded, { ownInboxId });
  return isVisible ? { ...base, contentType, text, encoded } : undefined;
}

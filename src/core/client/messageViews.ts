import { describeContent } from '../content/describeContent.ts';
import { nowNs } from '../conversation/nowNs.ts';
import type { Clock, Database } from '../ports.ts';
import type { TableRecord } from '../records.ts';
import type { Message, QuotedMessage } from './client.ts';
import { messageView } from './messageView.ts';

/** What a view is made with. */
export interface ViewContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly account: { readonly inboxId: string };
}

const maxQuotedCharacters = 280;

/** Rows as a thread shows them, in their order, without those that it does not show. */
export async function messageViews(
  context: ViewContext,
  rows: readonly TableRecord<'messages'>[],
): Promise<readonly Message[]> {
  const now = nowNs(context.clock);
  const seen = await Promise.all(rows.map((row) => messageView(row, context.account.inboxId, now)));
  const messages = seen.filter((message) => message !== undefined);
  const quoted = [...new Set(messages.flatMap((message) => quotedId(message) ?? []))];
  if (quoted.length === 0) return messages;

  const found = await context.database.getMany('messages', quoted);
  const rowsById = new Map(found.flatMap((row) => (row === undefined ? [] : [[row.key, row] as const])));
  return await Promise.all(
    messages.map(async (message) => {
      const messageId = quotedId(message);
      if (messageId === undefined) return message;
      const repliedTo = await quote(context, now, message.conversationId, messageId, rowsById.get(messageId));
      return { ...message, repliedTo };
    }),
  );
}

function quotedId({ content, contentType, encoded }: Message): string | undefined {
  if (content !== undefined) return content.kind === 'reply' ? content.reference : undefined;
  // A reply whose answer is of an unknown type is a reply all the same.
  const isReply = encoded !== undefined && contentType.startsWith('xmtp.org/reply:1.');
  return isReply ? describeContent(encoded).reference?.messageId : undefined;
}

/** What is quoted is of the same conversation: an id of another one shows nothing of it. */
async function quote(
  { account }: ViewContext,
  now: bigint,
  conversationId: string,
  messageId: string,
  row: TableRecord<'messages'> | undefined,
): Promise<QuotedMessage> {
  const isHere = row?.clear.conversationId === conversationId;
  const view = row !== undefined && isHere ? await messageView(row, account.inboxId, now) : undefined;
  if (view === undefined) return { messageId, text: '', isDeleted: false, isKnown: false };
  return {
    messageId,
    ...(view.senderInboxId === '' ? {} : { senderInboxId: view.senderInboxId }),
    text: beginning(view.text),
    isDeleted: view.deletedBy !== undefined,
    isKnown: true,
  };
}

function beginning(text: string): string {
  // No character is cut in two; a text may be a megabyte, its beginning is not.
  return Array.from(text.slice(0, 2 * maxQuotedCharacters))
    .slice(0, maxQuotedCharacters)
    .join('');
}

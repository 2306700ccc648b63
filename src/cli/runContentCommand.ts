import type { Client, Message } from '../core/client/client.ts';
import { contentLimits } from '../core/content/contentLimits.ts';
import type { AttachedFile, MessageContent } from '../core/content/messageContent.ts';
import { encryptAttachment } from '../core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../core/crypto/random.ts';
import { WalletInboxError } from '../core/errors.ts';
import type { ContentCommand } from './contentCommandLine.ts';
import { readAttachedFile } from './readAttachedFile.ts';
import { sentInTime } from './sentInTime.ts';
import { uploadFile } from './uploadFile.ts';

/** Room for what a content holds beside its file. */
const inlineBytes = contentLimits.encodedBytes - 4096;

/** Answers the message that was sent, or for `react` the one that it is about. */
export async function runContentCommand(client: Client, command: ContentCommand): Promise<Message> {
  switch (command.command) {
    case 'react':
      await client.syncAll();
      return await react(client, command);
    case 'reply':
      await client.syncAll();
      return await send(client, command.to, await reply(client, command));
    case 'attach': {
      // Before anything is asked of the network.
      const file = readAttachedFile(command.path, command.mimeType);
      await client.syncAll();
      return await send(client, command.to, await attachment(file, command.uploadUrl));
    }
  }
}

/** An id of 32 digits is a conversation's, anything else a peer's. */
async function send(client: Client, to: string, content: MessageContent): Promise<Message> {
  const conversationId = to.length === 32 ? to : (await client.openDm(to)).conversationId;
  const { sent } = await client.sendContent(conversationId, content);
  return await sentInTime(sent);
}

async function react(
  client: Client,
  { messageId, content, action }: Extract<ContentCommand, { readonly command: 'react' }>,
): Promise<Message> {
  const { sent } = await client.react(messageId, content, action);
  await sentInTime(sent);
  const message = await client.getMessage(messageId);
  if (message === undefined) throw new WalletInboxError('Message.Unknown', 'There is no such message.');
  return message;
}

async function reply(
  client: Client,
  { messageId, text }: Extract<ContentCommand, { readonly command: 'reply' }>,
): Promise<MessageContent> {
  // A message from before this store was made can be answered all the same.
  const author = (await client.getMessage(messageId))?.senderInboxId;
  return {
    kind: 'reply',
    reference: messageId,
    ...(author !== undefined && { referenceInboxId: author }),
    content: { kind: 'text', text },
  };
}

async function attachment(file: AttachedFile, uploadUrl: string | undefined): Promise<MessageContent> {
  if (uploadUrl === undefined) {
    if (file.data.length <= inlineBytes) return { kind: 'attachment', ...file };
    throw new WalletInboxError(
      'Attachment.NoEndpoint',
      'The file is too large to go inside a message: say with --upload where it may lie, encrypted.',
      { details: { maxBytes: inlineBytes } },
    );
  }
  const { payload, attachment: remote } = await encryptAttachment(file, webRandom);
  return { kind: 'remoteAttachment', attachment: { ...remote, url: await uploadFile(payload, uploadUrl) } };
}

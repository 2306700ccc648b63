/**
 * Every type of content between our client and one on an official SDK, both ways: what travels is compared with what the
 * SDK's own codec makes, and what the SDK decodes with what we meant.
 */
import { expect, test } from 'vitest';
import { utf8Decode } from '../../src/core/bytes/bytes.ts';
import type { Message } from '../../src/core/client/client.ts';
import { compressContent } from '../../src/core/content/compressContent.ts';
import { formatContentType } from '../../src/core/content/contentType.ts';
import { encodeContent } from '../../src/core/content/encodeContent.ts';
import type { MessageContent, RemoteAttachment } from '../../src/core/content/messageContent.ts';
import { decryptAttachment, encryptAttachment } from '../../src/core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import type { EncodedContent } from '../../src/core/gen/mls/message_contents/content_pb.js';
import type { OfficialPeer, PeerEncoded } from '../support/officialPeer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { type Exchange, lineExchanges, reactionExchange, remoteFile } from './contentExchanges.ts';
import type { Stage } from './directMessages.ts';

const jsonTypes = ['transactionReference', 'walletSendCalls', 'actions', 'intent'];

/** One form for both: JSON is compared by what it says, since its writers differ in the digits of a number. */
function plain(encoded: EncodedContent | PeerEncoded): unknown {
  const { type, parameters, fallback, compression, content } = encoded;
  return {
    type: type && formatContentType(type as Parameters<typeof formatContentType>[0]),
    parameters: { ...parameters },
    fallback,
    compression,
    content: jsonTypes.includes(type?.typeId ?? '')
      ? JSON.parse(utf8Decode(content))
      : new Uint8Array(content),
  };
}

const asPeerEncoded = ({ type, parameters, fallback, content }: EncodedContent) => ({
  authorityId: type?.authorityId ?? '',
  typeId: type?.typeId ?? '',
  versionMajor: type?.versionMajor ?? 0,
  versionMinor: type?.versionMinor ?? 0,
  parameters,
  ...(fallback !== undefined && { fallback }),
  content,
});

interface Scene {
  readonly us: OurClient;
  readonly peer: OfficialPeer;
  readonly conversationId: string;
  readonly peerConversationId: string;
  /** A text of theirs and one of ours, by id. */
  readonly theirText: string;
  readonly ourText: string;
}

async function scene(stage: Stage): Promise<Scene> {
  const peer = await stage.newPeer();
  const us = await ourClient({ webUrl: stage.webUrl });
  const dm = await peer.dm(us.client.inboxId);
  const theirText = await peer.sendText(dm.conversationId, 'their text');
  await us.client.syncAll();
  const { conversationId } = await us.client.openDm(peer.inboxId);
  const ourText = (await (await us.client.sendText(conversationId, 'our text')).sent).messageId;
  await peer.sync();
  return { us, peer, conversationId, peerConversationId: dm.conversationId, theirText, ourText };
}

async function endScene({ us, peer }: Scene): Promise<void> {
  await us.close();
  await peer.close();
}

async function send({ us, conversationId }: Scene, content: MessageContent): Promise<string> {
  const { sent } = await us.client.sendContent(conversationId, content);
  return (await sent).messageId;
}

async function received({ us }: Scene, messageId: string): Promise<Message> {
  await us.client.syncAll();
  const message = await us.client.getMessage(messageId);
  if (message === undefined) throw new Error(`we have no message ${messageId}`);
  return message;
}

export function contentTests(stage: Stage): void {
  test('our codecs make what the codecs of the SDK make', async () => {
    const peer = await stage.newPeer();
    const invisible: readonly Exchange[] = [
      reactionExchange('ab'.repeat(32), peer.inboxId, false),
      reactionExchange('ab'.repeat(32), peer.inboxId, true),
      { name: 'ReadReceipt', ours: { kind: 'readReceipt' }, theirs: {} },
    ];
    for (const { name, ours, theirs } of [...lineExchanges, ...invisible]) {
      const encoded = await peer.encode(name, theirs);
      expect(plain(encoded), name).toEqual(plain(encodeContent(ours)));
    }
    await peer.close();
  });

  test('files are encrypted here and opened there, and the other way', async () => {
    const peer = await stage.newPeer();
    const file = { filename: 'ä.bin', mimeType: 'application/x-thing', data: webRandom.bytes(300_000) };
    const url = 'https://files.example/x';

    const { payload, attachment } = await encryptAttachment(file, webRandom);
    const { contentLength = 0 } = attachment;
    expect(await peer.decryptFile(payload, { ...attachment, url, contentLength })).toEqual({
      filename: file.filename,
      mimeType: file.mimeType,
      content: file.data,
    });
    const changed = payload.slice();
    changed[0] = (changed[0] ?? 0) ^ 1;
    await expect(peer.decryptFile(changed, { ...attachment, url, contentLength })).rejects.toThrow('digest');

    const { payload: theirPayload, ...theirKey } = await peer.encryptFile({
      filename: file.filename,
      mimeType: file.mimeType,
      content: file.data,
    });
    const theirRemote: RemoteAttachment = { ...theirKey, url, scheme: 'https://' };
    expect(theirRemote.contentLength).toBe(theirPayload.length);
    expect(await decryptAttachment(theirPayload, theirRemote)).toEqual(file);
    await peer.close();
  });

  test('what we send is what the SDK reads', async () => {
    const given = await scene(stage);
    const { peer, theirText } = given;
    const ids: string[] = [];
    for (const { ours } of lineExchanges) ids.push(await send(given, ours));
    const inReply = await send(given, {
      kind: 'reply',
      reference: theirText,
      referenceInboxId: peer.inboxId,
      content: { kind: 'text', text: 'an answer' },
    });
    const fileInReply = await send(given, {
      kind: 'reply',
      reference: theirText,
      content: { kind: 'remoteAttachment', attachment: remoteFile },
    });
    await peer.sync();

    for (const [index, { ours, theirs, name }] of lineExchanges.entries()) {
      const encoded = encodeContent(ours);
      const content = await peer.content(ids[index] ?? '');
      expect(content, name).toMatchObject({
        contentType: encoded.type && formatContentType(encoded.type),
        content: theirs,
      });
      expect(content.fallback, name).toBe(encoded.fallback);
    }
    expect(await peer.content(inReply)).toMatchObject({
      contentType: 'xmtp.org/reply:1.0',
      fallback: 'Replied with "an answer" to an earlier message',
      content: { referenceId: theirText, content: 'an answer', inReplyToId: theirText },
    });
    expect(await peer.content(fileInReply)).toMatchObject({
      fallback: 'Replied to an earlier message',
      content: { referenceId: theirText, content: remoteFile, inReplyToId: theirText },
    });
    await endScene(given);
  });

  test('what the SDK sends is what we read', async () => {
    const given = await scene(stage);
    const { us, peer, peerConversationId, ourText } = given;
    const ids: string[] = [];
    for (const { name, theirs } of lineExchanges)
      ids.push(await peer.sendContent(peerConversationId, name, theirs));
    const inner = await peer.encode('Markdown', '*an answer*');
    const inReply = await peer.sendContent(peerConversationId, 'Reply', {
      reference: ourText,
      referenceInboxId: us.client.inboxId,
      content: inner,
    });

    for (const [index, { name, ours }] of lineExchanges.entries()) {
      const message = await received(given, ids[index] ?? '');
      expect(message.content, name).toEqual(ours);
      expect(message.encoded && plain(message.encoded), name).toEqual(plain(encodeContent(ours)));
    }
    const reply: MessageContent = {
      kind: 'reply',
      reference: ourText,
      referenceInboxId: us.client.inboxId,
      content: { kind: 'markdown', text: '*an answer*' },
    };
    const message = await received(given, inReply);
    expect(message).toMatchObject({
      content: reply,
      text: '*an answer*',
      repliedTo: { messageId: ourText, senderInboxId: us.client.inboxId, text: 'our text', isKnown: true },
    });
    expect(message.encoded && plain(message.encoded)).toEqual(plain(encodeContent(reply)));
    await endScene(given);
  });

  test('reactions of both sides hang on their messages, and come off again', async () => {
    const given = await scene(stage);
    const { us, peer, peerConversationId, ourText, theirText } = given;
    await (await us.client.react(theirText, '👍', 'added')).sent;
    await peer.sync();
    expect((await peer.content(theirText)).reactions).toEqual([
      {
        senderInboxId: us.client.inboxId,
        content: reactionExchange(theirText, peer.inboxId, false).theirs,
      },
    ]);
    await (await us.client.react(theirText, '👍', 'removed')).sent;
    await peer.sync();
    expect((await peer.content(theirText)).reactions.at(-1)).toEqual({
      senderInboxId: us.client.inboxId,
      content: reactionExchange(theirText, peer.inboxId, true).theirs,
    });

    const sdkReaction = (isRemoval: boolean) =>
      reactionExchange(ourText, us.client.inboxId, isRemoval).theirs;
    await peer.sendContent(peerConversationId, 'Reaction', sdkReaction(false));
    expect((await received(given, ourText)).reactions).toEqual([
      { content: '👍', schema: 'unicode', inboxIds: [peer.inboxId], isOwn: false },
    ]);
    await peer.sendContent(peerConversationId, 'Reaction', sdkReaction(true));
    expect((await received(given, ourText)).reactions).toEqual([]);

    // As the first clients wrote them.
    await peer.sendEncoded(peerConversationId, {
      authorityId: 'xmtp.org',
      typeId: 'reaction',
      versionMajor: 1,
      versionMinor: 0,
      content: new TextEncoder().encode(
        JSON.stringify({ action: 'added', reference: ourText, schema: 'unicode', content: '🎉' }),
      ),
    });
    expect((await received(given, ourText)).reactions).toMatchObject([{ content: '🎉' }]);
    await endScene(given);
  });

  test('read receipts and deletions of both sides', async () => {
    const given = await scene(stage);
    const { us, peer, conversationId, peerConversationId, ourText, theirText } = given;
    await peer.sendContent(peerConversationId, 'ReadReceipt', undefined);
    await us.client.syncAll();
    expect((await us.client.getConversation(conversationId))?.peerReadNs).toBeTypeOf('bigint');
    await (await us.client.sendReadReceipt(conversationId))?.sent;

    await peer.sendEncoded(
      peerConversationId,
      asPeerEncoded(encodeContent({ kind: 'deleteMessage', messageId: theirText })),
    );
    const deleted = await received(given, theirText);
    expect(deleted).toMatchObject({ deletedBy: peer.inboxId, text: '' });
    expect(deleted.content).toBeUndefined();
    await (await us.client.deleteMessage(ourText)).sent;
    await peer.sync();
    // libxmtp puts a mark in the place of what was said.
    const mark = await peer.content(ourText);
    expect(mark).toMatchObject({
      contentType: 'xmtp.org/deletedMessage:1.0',
      content: { deletedBy: expect.anything() },
    });
    expect(JSON.stringify(mark)).not.toContain('our text');
    await endScene(given);
  });

  test('a compressed content is expanded here and not there', async () => {
    const given = await scene(stage);
    const { peer, conversationId, peerConversationId } = given;
    const text = 'long enough to be worth it '.repeat(50);
    const compressed = await compressContent(encodeContent({ kind: 'text', text }), 'gzip');
    const messageId = await peer.sendEncoded(peerConversationId, {
      ...asPeerEncoded(compressed),
      fallback: 'A long text',
      compression: 1,
    });
    // What the SDK was given is what travelled.
    const message = await received(given, messageId);
    expect(message).toMatchObject({ conversationId, content: { kind: 'text', text }, text });
    await peer.sync();
    const seen = await peer.content(messageId);
    expect(seen).toMatchObject({ contentType: 'xmtp.org/text:1.0', fallback: 'A long text' });
    expect(seen.content).toBeUndefined();
    await endScene(given);
  });

  test('the largest content that we send arrives', async () => {
    const given = await scene(stage);
    const data = new Uint8Array(1024 * 1024 - 256).fill(7);
    const messageId = await send(given, { kind: 'attachment', mimeType: 'application/zip', data });
    await given.peer.sync();
    const seen = (await given.peer.content(messageId)).content as { readonly content: Uint8Array };
    expect(Buffer.compare(seen.content, data)).toBe(0);
    await endScene(given);
  });

  test('in a group, reactions add up and only who may deletes for all', async () => {
    const [bob, carol] = [await stage.newPeer(), await stage.newPeer()];
    const us = await ourClient({ webUrl: stage.webUrl });
    const { conversation } = await us.client.createGroup({ members: [bob.inboxId, carol.inboxId] });
    const id = conversation.conversationId;
    const everybodyReads = async () => {
      for (const peer of [bob, carol]) await peer.sync();
      await us.client.syncAll();
    };
    await everybodyReads();
    const text = await bob.sendText(id, 'to all');
    await everybodyReads();

    await carol.sendContent(id, 'Reaction', reactionExchange(text, bob.inboxId, false).theirs);
    await us.client.syncAll();
    await (await us.client.react(text, '👍', 'added')).sent;
    await everybodyReads();
    for (const peer of [bob, carol]) {
      expect((await peer.content(text)).reactions.map(({ senderInboxId }) => senderInboxId)).toEqual([
        carol.inboxId,
        us.client.inboxId,
      ]);
    }
    expect((await us.client.getMessage(text))?.reactions).toEqual([
      { content: '👍', schema: 'unicode', inboxIds: [carol.inboxId, us.client.inboxId], isOwn: true },
    ]);

    // A member takes back what another wrote: nobody follows.
    await carol.sendEncoded(id, asPeerEncoded(encodeContent({ kind: 'deleteMessage', messageId: text })));
    await everybodyReads();
    for (const peer of [bob, carol]) expect(await peer.content(text)).toMatchObject({ content: 'to all' });
    expect(await us.client.getMessage(text)).toMatchObject({ text: 'to all' });
    expect((await us.client.getMessage(text))?.deletedBy).toBeUndefined();

    // The super admin does: everybody follows.
    await (await us.client.deleteMessage(text)).sent;
    await everybodyReads();
    for (const peer of [bob, carol]) {
      expect(await peer.content(text)).toMatchObject({
        contentType: 'xmtp.org/deletedMessage:1.0',
        content: { adminInboxId: us.client.inboxId },
      });
    }
    expect(await us.client.getMessage(text)).toMatchObject({ text: '', deletedBy: us.client.inboxId });

    await bob.close();
    await carol.close();
    await us.close();
  });

  test('a super admin on the SDK deletes what we wrote in its group', async () => {
    const peer = await stage.newPeer();
    const us = await ourClient({ webUrl: stage.webUrl });
    const { conversationId } = await peer.createGroup([us.client.inboxId]);
    await us.client.syncAll();
    const { messageId } = await (await us.client.sendText(conversationId, 'our text')).sent;
    await peer.sync();
    await peer.sendEncoded(
      conversationId,
      asPeerEncoded(encodeContent({ kind: 'deleteMessage', messageId })),
    );
    await us.client.syncAll();
    // Only here: the SDKs have no call for it, and what is sent by hand changes nothing in their own store.
    expect(await us.client.getMessage(messageId)).toMatchObject({ text: '', deletedBy: peer.inboxId });
    await peer.close();
    await us.close();
  });
}

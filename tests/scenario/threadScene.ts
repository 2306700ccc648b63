/** Clients over the local node, with what tests of threads ask of them. */
import { expect, onTestFinished } from 'vitest';
import { bytesToHex, hexToBytes } from '../../src/core/bytes/hex.ts';
import type { Client, ClientEvent, Conversation, Message } from '../../src/core/client/client.ts';
import { contentToBytes } from '../../src/core/content/contentBytes.ts';
import { encodeContent } from '../../src/core/content/encodeContent.ts';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import { isWalletInboxError, WalletInboxError } from '../../src/core/errors.ts';
import { messageIdOf } from '../../src/core/group/messageId.ts';
import type { Database, NodeApi } from '../../src/core/ports.ts';
import { unsafeMemoryDatabase } from '../../src/core/storage/memory/unsafeMemoryDatabase.ts';
import { type Device, type DeviceOptions, newDevice } from './clientCrash.ts';

/** A client, its disk, and what it has told. */
export interface Person {
  readonly client: Client;
  readonly device: Device;
  readonly database: Database;
  readonly events: ClientEvent[];
}

export async function newPerson(webUrl: string, options: DeviceOptions = {}): Promise<Person> {
  const database = options.database ?? unsafeMemoryDatabase();
  const device = newDevice(webUrl, { ...options, database });
  return await reopened({ device, database });
}

/** A new process on the same disk. */
export async function reopened({ device, database }: Pick<Person, 'device' | 'database'>): Promise<Person> {
  const { client } = await device.boot();
  onTestFinished(() => client.close());
  const events: ClientEvent[] = [];
  client.on((event) => events.push(event));
  return { client, device, database, events };
}

export async function say(
  person: Pick<Person, 'client'>,
  conversationId: string,
  text: string,
): Promise<string> {
  const { message, sent } = await person.client.sendText(conversationId, text);
  await sent;
  return message.messageId;
}

export interface Pair {
  readonly us: Person;
  readonly them: Person;
  readonly id: string;
}

/** A DM that both have written in. */
export async function dmOfTwo(
  webUrl: string,
  ours: DeviceOptions = {},
  theirs: DeviceOptions = {},
): Promise<Pair> {
  const us = await newPerson(webUrl, ours);
  const them = await newPerson(webUrl, theirs);
  const { conversationId: id } = await us.client.openDm(them.client.inboxId);
  await say(us, id, 'first');
  await them.client.syncAll();
  await say(them, id, 'second');
  await us.client.syncAll();
  return { us, them, id };
}

export async function sync(...people: readonly Pick<Person, 'client'>[]): Promise<void> {
  for (const { client } of people) await client.syncAll();
}

export async function messageOf({ client }: Pick<Person, 'client'>, messageId: string): Promise<Message> {
  const message = await client.getMessage(messageId);
  if (message === undefined) throw new Error(`no message ${messageId}`);
  return message;
}

export async function conversationOf({ client }: Pick<Person, 'client'>, id: string): Promise<Conversation> {
  const conversation = await client.getConversation(id);
  if (conversation === undefined) throw new Error(`no conversation ${id}`);
  return conversation;
}

export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return isWalletInboxError(error) ? error.code : String(error);
  }
}

/** The newest 'message' events by message id, and whether they were new. */
export const told = ({ events }: Person, messageId: string) =>
  events.filter((event) => event.kind === 'message' && event.message.messageId === messageId);

/** What lies on the disk of a message, content and all. */
export async function rowOf({ database }: Person, messageId: string) {
  const row = await database.get('messages', messageId);
  expect(row).toBeDefined();
  return row;
}

export interface Mood {
  mode: 'works' | 'refuses' | 'down' | 'doesNotAnswer';
  /** Called when the node has got something that it does not answer. */
  onStored?: () => void;
}

/** A node that refuses or misses what is published, or does not answer, while `mood` says so. */
export function moodyNode(mood: Mood): (real: NodeApi) => NodeApi {
  return (real) => ({
    ...real,
    sendGroupMessages: async (messages, options) => {
      if (mood.mode === 'refuses') throw new WalletInboxError('Node.Refused', 'No.');
      if (mood.mode === 'down') throw new WalletInboxError('Node.Unreachable', 'Down.');
      await real.sendGroupMessages(messages, options);
      if (mood.mode !== 'doesNotAnswer') return;
      // From now on it is away, with what it was sent.
      mood.mode = 'down';
      mood.onStored?.();
      throw new WalletInboxError('Node.Unreachable', 'Gone.');
    },
  });
}

/** Does what sends something; resolves when the node has that, without having said so. */
export async function unanswered(mood: Mood, act: () => Promise<unknown>): Promise<void> {
  mood.mode = 'doesNotAnswer';
  const stored = new Promise<void>((resolve) => {
    mood.onStored = resolve;
  });
  await act();
  await stored;
}

/** The id that a content will have. */
export async function rawId(
  { database }: Pick<Person, 'database'>,
  id: string,
  content: MessageContent,
  idempotencyKey: string,
): Promise<string> {
  const [group] = await database.list('groups', { index: 'byConversation', equals: [id] });
  if (group === undefined) throw new Error('no such conversation');
  const bytes = contentToBytes(encodeContent(content));
  return bytesToHex(messageIdOf({ groupId: hexToBytes(group.key), idempotencyKey, content: bytes }));
}

/** Sends a content that no public call of a client of ours would send. */
export async function sendRaw(
  { database, client }: Person,
  id: string,
  content: MessageContent,
  idempotencyKey = `${Date.now()}000000`,
): Promise<void> {
  const [group] = await database.list('groups', { index: 'byConversation', equals: [id] });
  if (group === undefined) throw new Error('no such conversation');
  const bytes = contentToBytes(encodeContent(content));
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const key = await rawId({ database }, id, content, idempotencyKey);
  const order = nowNs.toString().padStart(20, '0');
  await database.commit([
    {
      kind: 'put',
      table: 'messages',
      record: {
        key,
        clear: { conversationId: `${id}/aside`, order },
        body: {
          groupId: group.key,
          senderInboxId: client.inboxId,
          sentAtNs: nowNs,
          kind: 'content',
          status: 'sending',
          content: bytes,
        },
      },
    },
    {
      kind: 'put',
      table: 'outbox',
      record: {
        key,
        clear: { groupId: group.key, order },
        body: {
          content: bytes,
          idempotencyKey,
          shouldPush: false,
          createdMs: Date.now(),
          payloads: [],
          state: 'queued',
          attempts: 0,
        },
      },
    },
  ]);
  await client.syncAll();
}

/** The account of the pictures with everything that was ever said in it. */
import type { Page } from 'playwright-core';
import type { Message } from '../../src/core/client/client.ts';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import type { OurClient } from '../support/ourClient.ts';
import type { Cast, Person } from './cast.ts';
import { createOwnWords, type OwnWords } from './ownWords.ts';
import type { Timeline } from './timeline.ts';

export interface Scene {
  readonly cast: Cast;
  readonly own: OwnWords;
  /** One of the extension's pages, to ask the worker from. */
  readonly page: Page;
  readonly timeline: Timeline;
  readonly ownInboxId: string;
  /** Ids of conversations by a name of ours. */
  readonly conversations: Map<string, string>;
  /** Ids of messages by a name of ours. */
  readonly messages: Map<string, string>;
  /** Somebody writes to us, in the DM or in a conversation of the map; resolves when it is in our inbox. */
  say(person: Person, content: string | MessageContent, where?: string): Promise<Message>;
}

export type SceneParts = Pick<Scene, 'cast' | 'page' | 'timeline' | 'ownInboxId'>;

export function createScene(parts: SceneParts): Scene {
  const conversations = new Map<string, string>();
  const scene: Scene = {
    ...parts,
    conversations,
    messages: new Map(),
    own: createOwnWords(parts.page),
    async say(person, content, where = person) {
      const { client } = parts.cast[person];
      await client.syncAll();
      const conversationId = conversations.get(where) ?? (await openDm(parts.cast[person], parts.ownInboxId));
      conversations.set(where, conversationId);
      const { sent } = await client.sendContent(
        conversationId,
        typeof content === 'string' ? { kind: 'text', text: content } : content,
      );
      const message = await sent;
      await scene.own.heard(conversationId, message.messageId);
      return message;
    },
  };
  return scene;
}

const openDm = async ({ client }: OurClient, inboxId: string): Promise<string> =>
  (await client.openDm(inboxId)).conversationId;

/** The id that was noted under a name. */
export function noted(map: ReadonlyMap<string, string>, name: string): string {
  const id = map.get(name);
  if (id === undefined) throw new Error(`the scene has no ${name}`);
  return id;
}

/** A server on which senders put their files. */
export interface FileShelf {
  readonly origin: string;
  readonly files: Map<string, Uint8Array>;
  /** Something to look at. */
  readonly photo: Uint8Array;
}

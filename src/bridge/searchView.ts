/** What a search shows: conversations that it names, and messages with the places of its words. */
import * as v from 'valibot';
import { conversationViewSchema } from './conversationView.ts';
import {
  cappedText,
  conversationIdField,
  countField,
  inboxIdField,
  messageIdField,
  timeNsField,
} from './wireFields.ts';

/** The newest so many messages are searched: about 1 kB of memory each. */
export const maxSearchedMessages = 200_000;
/** The same in words, each counted once a message: where messages are long they are fewer. */
export const maxSearchedWords = 3_000_000;

export const maxQueryLength = 200;
/** Most messages in one page of results. */
export const maxSearchLimit = 50;

/** UTF-16 units of a snippet, end exclusive. */
const markSchema = v.strictObject({ start: countField, end: countField });

const searchHitSchema = v.strictObject({
  conversationId: conversationIdField,
  messageId: messageIdField,
  senderInboxId: inboxIdField,
  isOwn: v.boolean(),
  sentAtNs: timeNsField,
  /** The part of its text around the first mark, on one line. */
  snippet: cappedText(400),
  /** In order, without overlaps. */
  marks: v.pipe(v.array(markSchema), v.maxLength(20)),
});

export const searchResultSchema = v.strictObject({
  /** On the first page: those whose name or address the question names. */
  conversations: v.pipe(v.array(conversationViewSchema), v.maxLength(20)),
  /** Newest first. A page may be longer than asked for: messages of one instant are never split. */
  messages: v.pipe(v.array(searchHitSchema), v.maxLength(maxSearchLimit * 2)),
  /** The conversations that `messages` are in. */
  about: v.pipe(v.array(conversationViewSchema), v.maxLength(maxSearchLimit * 2)),
  hasMore: v.boolean(),
  /** Below `total`: older messages are still being taken in, ask again. */
  indexed: v.strictObject({ done: countField, total: countField }),
});

export type SearchMark = v.InferOutput<typeof markSchema>;
export type SearchHitView = v.InferOutput<typeof searchHitSchema>;
export type SearchResult = v.InferOutput<typeof searchResultSchema>;

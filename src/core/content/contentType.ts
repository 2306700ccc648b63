import type { ContentTypeId, EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { MessageContent } from './messageContent.ts';

/** The message that another one is about. */
export interface ContentReference {
  /** Hex. */
  readonly messageId: string;
  /** Who wrote it, as the sender claims. */
  readonly inboxId?: string;
}

/** What a content type makes of a payload. */
export interface ContentReading {
  readonly text: string;
  readonly reference?: ContentReference;
}

export interface ReadingContext {
  /** How a person is called in a sentence. */
  readonly nameOf: (inboxId: string) => string;
  /** Reads the content inside a content (a reply holds one); `undefined` when it is nested too deeply. */
  readonly readInner: (inner: EncodedContent) => string | undefined;
}

/** Decodes the content inside a content; `undefined` also when it is nested too deeply. */
export type DecodeInner = (inner: EncodedContent) => MessageContent | undefined;

/** One entry of the registry: how the network names a kind of content and how it is read. */
export interface ContentType {
  readonly authorityId: string;
  readonly typeId: string;
  /** Minor versions are compatible by definition, other major ones are other types. */
  readonly versionMajor: number;
  /** Whether it is worth waking somebody: the reference client's `should_push`. */
  readonly shouldPush: boolean;
  /** Whether it has a row of its own in a thread. */
  readonly isVisible: boolean;
  /** `undefined` when the payload is not of this type after all. May throw on hostile bytes: the caller catches. */
  read(encoded: EncodedContent, context: ReadingContext): ContentReading | undefined;
  /** The same as a value, checked; absent for what only clients write. May throw on hostile bytes. */
  decode?(encoded: EncodedContent, decodeInner: DecodeInner): MessageContent | undefined;
}

/** `authority/type:major.minor` */
export const formatContentType = (type: ContentTypeId): string =>
  `${type.authorityId}/${type.typeId}:${type.versionMajor}.${type.versionMinor}`;

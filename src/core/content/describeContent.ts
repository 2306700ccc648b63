import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import { contentFromBytes } from './contentBytes.ts';
import { contentLimits } from './contentLimits.ts';
import {
  type ContentReading,
  type ContentReference,
  type ContentType,
  formatContentType,
  type ReadingContext,
} from './contentType.ts';
import { findContentType } from './contentTypes.ts';

/** What a thread, a list and an alert need to know of a content. */
export interface ContentDescription {
  /** `authority/type:major.minor`; empty when the content names no type. */
  readonly contentType: string;
  /** The text, a sentence about it, or its fallback; empty when there is nothing to show. */
  readonly text: string;
  /** Whether it has a row in a thread. */
  readonly isVisible: boolean;
  /** Whether it is worth an alert and counts as unread. True for types that we do not know. */
  readonly shouldPush: boolean;
  /** Why `text` is no more than the fallback. */
  readonly problem?: 'unknownType' | 'malformed' | 'compressed' | 'noType';
  readonly reference?: ContentReference;
}

export interface DescribeOptions {
  /** How a person is called in a sentence; by default the first digits of the inbox id. */
  readonly nameOf?: (inboxId: string) => string;
  /** Without `nameOf`: whom a sentence calls `you`. */
  readonly ownInboxId?: string;
}

/**
 * Reads a content for people. The rule for what cannot be read (XIP-5): its fallback; without one, a content of an
 * unknown type is not meant to be seen, while one of a known type is shown as unreadable.
 *
 * Contents that are compressed go through {@link expandContent} first. Never throws.
 */
export const describeContent = (encoded: EncodedContent, options: DescribeOptions = {}): ContentDescription =>
  describe(encoded, options.nameOf ?? shortNames(options.ownInboxId), 0);

/** The same for the bytes of an EncodedContent. */
export const describeContentBytes = (
  bytes: Uint8Array,
  options: DescribeOptions = {},
): ContentDescription => {
  const encoded = contentFromBytes(bytes);
  if (encoded !== undefined) return describeContent(encoded, options);
  return { contentType: '', text: '', isVisible: true, shouldPush: true, problem: 'malformed' };
};

const describe = (
  encoded: EncodedContent,
  nameOf: ReadingContext['nameOf'],
  depth: number,
): ContentDescription => {
  const fallback = encoded.fallback ?? '';
  if (encoded.type === undefined) {
    return {
      contentType: '',
      text: fallback,
      isVisible: fallback !== '',
      shouldPush: true,
      problem: 'noType',
    };
  }
  const contentType = formatContentType(encoded.type);
  const type = findContentType(encoded.type);
  if (type === undefined) {
    return {
      contentType,
      text: fallback,
      isVisible: fallback !== '',
      shouldPush: true,
      problem: 'unknownType',
    };
  }
  const { isVisible, shouldPush } = type;
  const unreadable = { contentType, text: isVisible ? fallback : '', isVisible, shouldPush };
  if (encoded.compression !== undefined) return { ...unreadable, problem: 'compressed' };
  const readInner = (inner: EncodedContent): string | undefined =>
    depth >= contentLimits.replyDepth ? undefined : describe(inner, nameOf, depth + 1).text;
  const reading = tryRead(type, encoded, { nameOf, readInner });
  if (reading === undefined) return { ...unreadable, problem: 'malformed' };
  return { contentType, isVisible, shouldPush, ...reading };
};

const tryRead = (
  type: ContentType,
  encoded: EncodedContent,
  context: ReadingContext,
): ContentReading | undefined => {
  try {
    return type.read(encoded, context);
  } catch {
    return undefined;
  }
};

const shortNames =
  (ownInboxId: string | undefined) =>
  (inboxId: string): string =>
    inboxId === ownInboxId ? 'you' : `${inboxId.slice(0, 6)}…`;

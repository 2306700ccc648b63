import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { ContentReading, ContentType, DecodeInner } from './contentType.ts';
import type { MessageContent } from './messageContent.ts';

/** What of an EncodedContent differs within a type. */
export interface ContentPayload {
  readonly parameters?: { readonly [name: string]: string };
  /** What an app shows that does not know the type: word for word what libxmtp sends. */
  readonly fallback?: string;
  readonly content: Uint8Array;
}

/** Encodes the content inside a content. */
export type EncodeInner = (inner: MessageContent) => EncodedContent;

/** A content type that we both read and send. */
export interface ContentCodec<Content extends MessageContent> extends ContentType {
  decode(encoded: EncodedContent, decodeInner: DecodeInner): Content | undefined;
  /** @throws Content.Invalid */
  encode(content: Content, encodeInner: EncodeInner): ContentPayload;
}

/** The parts of a codec whose sentence follows from the decoded value. */
interface CodecParts<Content extends MessageContent> extends Omit<ContentCodec<Content>, 'read'> {
  describe(content: Content): string | ContentReading;
}

export const contentCodec = <Content extends MessageContent>({
  describe,
  ...codec
}: CodecParts<Content>): ContentCodec<Content> => ({ ...codec, read: readingOf(codec.decode, describe) });

/** Reads a payload by its decoded value. */
export const readingOf =
  <Content extends MessageContent>(
    decode: ContentCodec<Content>['decode'],
    describe: (content: Content) => string | ContentReading,
  ): ContentType['read'] =>
  (encoded) => {
    const content = decode(encoded, () => undefined);
    if (content === undefined) return undefined;
    const reading = describe(content);
    return typeof reading === 'string' ? { text: reading } : reading;
  };

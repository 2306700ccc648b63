import { fromBinary } from '@bufbuild/protobuf';
import { utf8Decode } from '../bytes/bytes.ts';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import {
  ReactionAction,
  ReactionSchema,
  ReactionV2Schema,
} from '../gen/mls/message_contents/content_types/reaction_pb.js';
import { contentReference } from './contentReference.ts';
import type { ContentReading, ContentType } from './contentType.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import { singleLine } from './singleLine.ts';

/** A reaction in either version (XIP-20). */
export interface Reaction {
  readonly reference: string | undefined;
  readonly referenceInboxId: string | undefined;
  readonly isRemoval: boolean;
  /** What is said, as the schema tells: an emoji, a short code like `:smile:`, or anything. */
  readonly content: string;
  readonly schema: 'unicode' | 'shortcode' | 'custom' | 'unknown';
}

const common = {
  authorityId: 'xmtp.org',
  typeId: 'reaction',
  shouldPush: false,
  isVisible: true,
} as const;

/** xmtp.org/reaction:2.0, protobuf */
export const reactionContent: ContentType = {
  ...common,
  versionMajor: 2,
  read: (encoded) => describe(decodeReaction(encoded)),
};

/** xmtp.org/reaction:1.0, JSON; the first clients put its fields into the parameters */
export const legacyReactionContent: ContentType = {
  ...common,
  versionMajor: 1,
  read: (encoded) => describe(decodeLegacyReaction(encoded)),
};

const decodeReaction = (encoded: EncodedContent): Reaction => {
  const { action, content, reference, referenceInboxId, schema } = fromBinary(
    ReactionV2Schema,
    encoded.content,
  );
  return {
    reference,
    referenceInboxId,
    isRemoval: action === ReactionAction.REMOVED,
    content,
    schema: schemaByNumber.get(schema) ?? 'unknown',
  };
};

const schemaByNumber: ReadonlyMap<number, Reaction['schema']> = new Map([
  [ReactionSchema.UNICODE, 'unicode'],
  [ReactionSchema.SHORTCODE, 'shortcode'],
  [ReactionSchema.CUSTOM, 'custom'],
]);

const decodeLegacyReaction = (encoded: EncodedContent): Reaction => {
  const json = parse(encoded.content);
  const { action, reference, schema } = encoded.parameters;
  return {
    reference: json?.text('reference') ?? reference,
    referenceInboxId: json?.text('referenceInboxId', 'reference_inbox_id'),
    isRemoval: (json?.text('action') ?? action) === 'removed',
    content: json === undefined ? utf8Decode(encoded.content) : (json.text('content') ?? ''),
    schema: schemaByName(json?.text('schema') ?? schema),
  };
};

const parse = (bytes: Uint8Array): JsonFields | undefined => {
  try {
    return jsonFields(bytes);
  } catch {
    return undefined;
  }
};

const schemaByName = (name: string | undefined): Reaction['schema'] =>
  name === 'unicode' || name === 'shortcode' || name === 'custom' ? name : 'unknown';

const describe = ({ isRemoval, content, reference, referenceInboxId }: Reaction): ContentReading => ({
  text: isRemoval ? `Took back ${singleLine(content)}` : `Reacted with ${singleLine(content)}`,
  ...contentReference(reference, referenceInboxId),
});

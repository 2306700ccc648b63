import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { utf8Decode } from '../bytes/bytes.ts';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import {
  ReactionAction,
  ReactionSchema,
  ReactionV2Schema,
} from '../gen/mls/message_contents/content_types/reaction_pb.js';
import { contentCodec, readingOf } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { contentReference, isId, readReferring } from './contentReference.ts';
import type { ContentReading, ContentType } from './contentType.ts';
import { requireContent } from './invalidContent.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import type { ReactionContent } from './messageContent.ts';
import { singleLine } from './singleLine.ts';

/** It is shown on the message that it is about, not as a row. */
const common = {
  authorityId: 'xmtp.org',
  typeId: 'reaction',
  shouldPush: false,
  isVisible: false,
} as const;

const describe = (content: ReactionContent): ContentReading => ({
  text: `${content.action === 'removed' ? 'Took back' : 'Reacted with'} ${singleLine(content.content)}`,
  ...contentReference(content),
});

const isReactionText = (text: string): boolean => text !== '' && text.length <= contentLimits.reactionLength;

const actionNumbers = { added: ReactionAction.ADDED, removed: ReactionAction.REMOVED } as const;
const schemaNumbers = {
  unicode: ReactionSchema.UNICODE,
  shortcode: ReactionSchema.SHORTCODE,
  custom: ReactionSchema.CUSTOM,
} as const;

/** xmtp.org/reaction:2.0, protobuf (XIP-20): the version that we send */
export const reactionContent = contentCodec<ReactionContent>({
  ...common,
  versionMajor: 2,
  describe,
  decode: (encoded) => {
    const { action, content, reference, referenceInboxId, schema } = fromBinary(
      ReactionV2Schema,
      encoded.content,
    );
    const referring = readReferring(reference, referenceInboxId);
    if (referring === undefined || !isReactionText(content)) return undefined;
    return {
      kind: 'reaction',
      ...referring,
      action: action === ReactionAction.REMOVED ? 'removed' : 'added',
      content,
      schema: schemaNames.find((name) => schemaNumbers[name] === schema) ?? 'custom',
    };
  },
  encode: ({ reference, referenceInboxId, action, content, schema }) => {
    requireContent(isId(reference), 'reference');
    requireContent(referenceInboxId === undefined || isId(referenceInboxId), 'referenceInboxId');
    requireContent(isReactionText(content), 'content');
    const message = create(ReactionV2Schema, {
      reference,
      referenceInboxId: referenceInboxId ?? '',
      action: actionNumbers[action],
      content,
      schema: schemaNumbers[schema],
    });
    return {
      fallback:
        action === 'removed'
          ? `Removed "${content}" from an earlier message`
          : `Reacted with "${content}" to an earlier message`,
      content: toBinary(ReactionV2Schema, message),
    };
  },
});

const schemaNames = ['unicode', 'shortcode', 'custom'] as const;

const decodeLegacyReaction = (encoded: EncodedContent): ReactionContent | undefined => {
  const json = parse(encoded.content);
  const { parameters } = encoded;
  const referring = readReferring(
    json?.text('reference') ?? parameters.reference,
    json?.text('referenceInboxId', 'reference_inbox_id'),
  );
  const content = json === undefined ? utf8Decode(encoded.content) : (json.text('content') ?? '');
  if (referring === undefined || !isReactionText(content)) return undefined;
  const schema = json?.text('schema') ?? parameters.schema;
  return {
    kind: 'reaction',
    ...referring,
    action: (json?.text('action') ?? parameters.action) === 'removed' ? 'removed' : 'added',
    content,
    schema: schemaNames.find((name) => name === schema) ?? 'custom',
  };
};

const parse = (bytes: Uint8Array): JsonFields | undefined => {
  try {
    return jsonFields(bytes);
  } catch {
    return undefined;
  }
};

/** xmtp.org/reaction:1.0, JSON; the first clients put its fields into the parameters */
export const legacyReactionContent: ContentType = {
  ...common,
  versionMajor: 1,
  read: readingOf(decodeLegacyReaction, describe),
  decode: decodeLegacyReaction,
};

import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import { contentLimits } from './contentLimits.ts';
import { findContentType } from './contentTypes.ts';
import type { MessageContent } from './messageContent.ts';

/**
 * What a message says. `undefined` when its type is not one of ours, its payload breaks a rule of the type, or it is
 * still compressed ({@link expandContent}): then `describeContent` tells all that may be shown. Never throws.
 *
 * The bytes of an attachment are those of `encoded`, not a copy.
 */
export const decodeContent = (encoded: EncodedContent): MessageContent | undefined => decode(encoded, 0);

const decode = (encoded: EncodedContent, depth: number): MessageContent | undefined => {
  if (encoded.compression !== undefined || encoded.type === undefined) return undefined;
  const type = findContentType(encoded.type);
  const decodeInner = (inner: EncodedContent): MessageContent | undefined =>
    depth >= contentLimits.replyDepth ? undefined : decode(inner, depth + 1);
  try {
    return type?.decode?.(encoded, decodeInner);
  } catch {
    return undefined;
  }
};

import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { utf8Encode } from '../bytes/bytes.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';

/** For tests: a content of any type, `authority/type:major.minor`, with any payload; an object stands for its JSON. */
export const unsafeEncoded = (
  typeName: string,
  payload: Uint8Array | string | object,
  rest: Omit<MessageInitShape<typeof EncodedContentSchema>, '$typeName'> = {},
): EncodedContent => {
  const match = /^([^/]+)\/(.+):(\d+)\.(\d+)$/.exec(typeName);
  if (match === null) throw new Error(typeName);
  const bytes =
    payload instanceof Uint8Array
      ? payload
      : utf8Encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return create(EncodedContentSchema, {
    type: {
      authorityId: match[1] ?? '',
      typeId: match[2] ?? '',
      versionMajor: Number(match[3]),
      versionMinor: Number(match[4]),
    },
    content: bytes,
    ...rest,
  });
};

import { create, toBinary } from '@bufbuild/protobuf';
import { PlaintextEnvelopeSchema } from '../gen/mls/message_contents/content_pb.js';
import { decodeProto } from './decodeProto.ts';

/** What an MLS application message holds. */
export type PlaintextEnvelopeContent =
  | {
      readonly kind: 'content';
      /** `EncodedContent` bytes. */
      readonly content: Uint8Array;
      readonly idempotencyKey: string;
    }
  /** The second version, once used between a person's devices: nothing to show. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'malformed' };

export const encodePlaintextEnvelope = (content: Uint8Array, idempotencyKey: string): Uint8Array =>
  toBinary(
    PlaintextEnvelopeSchema,
    create(PlaintextEnvelopeSchema, { content: { case: 'v1', value: { content, idempotencyKey } } }),
  );

export const openPlaintextEnvelope = (bytes: Uint8Array): PlaintextEnvelopeContent => {
  try {
    const { content } = decodeProto(PlaintextEnvelopeSchema, bytes);
    if (content.case === 'v1') return { kind: 'content', ...pick(content.value) };
    return { kind: content.case === undefined ? 'malformed' : 'ignored' };
  } catch {
    return { kind: 'malformed' };
  }
};

const pick = ({ content, idempotencyKey }: { content: Uint8Array; idempotencyKey: string }) => ({
  content,
  idempotencyKey,
});

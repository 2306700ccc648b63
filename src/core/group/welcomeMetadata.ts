import { create, toBinary } from '@bufbuild/protobuf';
import { WelcomeMetadataSchema } from '../gen/mls/api/v1/mls_pb.js';
import { decodeProto } from './decodeProto.ts';

/** @param messageCursor the node's id of the commit that added the recipients */
export const encodeWelcomeMetadata = (messageCursor: bigint): Uint8Array =>
  toBinary(WelcomeMetadataSchema, create(WelcomeMetadataSchema, { messageCursor }));

/**
 * After which message of the group's topic its new member starts to read; 0, the start, when nothing is said.
 *
 * @throws Codec.Malformed
 */
export const decodeWelcomeMetadata = (bytes: Uint8Array): bigint =>
  decodeProto(WelcomeMetadataSchema, bytes).messageCursor;

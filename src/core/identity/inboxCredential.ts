import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { MlsCredentialSchema } from '../gen/identity/credential_pb.js';
import { isInboxId } from './inboxId.ts';

/** The identity of an MLS BasicCredential on this network: protobuf `MlsCredential{inbox_id}`. */
export const encodeInboxCredential = (inboxId: string): Uint8Array =>
  toBinary(MlsCredentialSchema, create(MlsCredentialSchema, { inboxId }));

/** The inbox id in a credential's identity, or `undefined` when there is none of the right form. */
export const decodeInboxCredential = (identity: Uint8Array): string | undefined => {
  try {
    const { inboxId } = fromBinary(MlsCredentialSchema, identity);
    return isInboxId(inboxId) ? inboxId : undefined;
  } catch {
    return undefined;
  }
};

import { bytesToHex } from '../bytes/hex.ts';
import { MlsCredentialSchema } from '../gen/identity/credential_pb.js';
import type { Member } from '../mls/members.ts';
import { decodeProto } from './decodeProto.ts';

/** A member of the ratchet tree in XMTP's words. */
export interface GroupLeaf {
  readonly leafIndex: number;
  /** Hex of the leaf's signature key. */
  readonly installationId: string;
  /** What the leaf's credential claims; undefined when it is not an XMTP credential. */
  readonly inboxId: string | undefined;
}

/** The inbox id in the identity of a basic credential; undefined when the bytes are something else. */
export const inboxIdOfCredential = (identity: Uint8Array): string | undefined => {
  try {
    return decodeProto(MlsCredentialSchema, identity).inboxId;
  } catch {
    return undefined;
  }
};

type LeafSource = Pick<Member, 'leafIndex' | 'signatureKey' | 'credentialIdentity'>;

export const groupLeaves = (members: readonly LeafSource[]): readonly GroupLeaf[] =>
  members.map(({ leafIndex, signatureKey, credentialIdentity }) => ({
    leafIndex,
    installationId: bytesToHex(signatureKey),
    inboxId: inboxIdOfCredential(credentialIdentity),
  }));

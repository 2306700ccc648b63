import { decodeTls } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { credentialIdentity } from './credential.ts';
import { encodeGroupContext } from './groupContext.ts';
import { type GroupState, keptPastEpochs } from './groupState.ts';
import type { MessageKeys } from './messageKeys.ts';
import type { RatchetTree } from './ratchetTree.ts';

/** Who sent a message, as of its epoch. */
export interface MessageSender {
  readonly leafIndex: number;
  readonly signatureKey: Uint8Array;
  readonly credentialIdentity: Uint8Array;
}

/** What opens late application messages of an epoch that is over. */
export interface PastEpoch {
  readonly record: PastEpochRecord;
  readonly messageKeys: MessageKeys;
}

export interface PastEpochRecord {
  readonly epoch: bigint;
  readonly senderDataSecret: Uint8Array;
  readonly resumptionPsk: Uint8Array;
  /** Encoded: messages are signed over it. */
  readonly groupContext: Uint8Array;
  /** Members of that epoch: leaf index, signature key, identity, encoded by {@link encodeMembers}. */
  readonly members: Uint8Array;
}

function encodeMembers(tree: RatchetTree): Uint8Array {
  const writer = new TlsWriter(tree.leafCount * 110);
  tree.leaves.forEach((leaf, leafIndex) => {
    if (leaf === undefined) return;
    writer.uint32(leafIndex).opaque(leaf.signatureKey).opaque(credentialIdentity(leaf.credential));
  });
  return writer.finish();
}

const decodedMembers = new WeakMap<Uint8Array, ReadonlyMap<number, MessageSender>>();

function membersOf(record: PastEpochRecord): ReadonlyMap<number, MessageSender> {
  let members = decodedMembers.get(record.members);
  if (members === undefined) {
    members = decodeTls(record.members, (reader) => {
      const map = new Map<number, MessageSender>();
      while (reader.remaining > 0) {
        const leafIndex = reader.uint32();
        map.set(leafIndex, {
          leafIndex,
          signatureKey: reader.opaque(),
          credentialIdentity: reader.opaque(),
        });
      }
      return map;
    });
    decodedMembers.set(record.members, members);
  }
  return members;
}

export function pastSender(record: PastEpochRecord, leafIndex: number): MessageSender | undefined {
  return membersOf(record).get(leafIndex);
}

/** The past epochs of the state that follows `state`: the epoch of `state` first, the oldest dropped. */
export function rememberEpoch(state: GroupState): readonly PastEpoch[] {
  const ended: PastEpoch = {
    record: {
      epoch: state.groupContext.epoch,
      senderDataSecret: state.secrets.senderDataSecret,
      resumptionPsk: state.secrets.resumptionPsk,
      groupContext: encodeGroupContext(state.groupContext),
      members: encodeMembers(state.tree),
    },
    messageKeys: withoutHandshakes(state.messageKeys),
  };
  return [ended, ...state.pastEpochs].slice(0, keptPastEpochs);
}

/** Handshake messages of a past epoch mean nothing any more: their ratchets go. */
function withoutHandshakes({ secretTree, ratchets }: MessageKeys): MessageKeys {
  return { secretTree, ratchets: ratchets.map((ratchet, slot) => (slot % 2 === 0 ? undefined : ratchet)) };
}

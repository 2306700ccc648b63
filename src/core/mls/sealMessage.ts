import type { Random } from '../ports.ts';
import {
  type AuthenticatedContent,
  type FramedBody,
  type FramedContent,
  type FramingFormat,
  framedContentToBeSigned,
} from './framedContent.ts';
import { encodeGroupContext } from './groupContext.ts';
import type { GroupState } from './groupState.ts';
import { findRatchet, type RatchetKind, withRatchet } from './messageKeys.ts';
import { encodeMlsMessage } from './mlsMessage.ts';
import { sealContent } from './privateMessage.ts';
import { protectPublicMessage } from './publicMessage.ts';
import { reuseGuardLength, sealSenderData } from './senderData.ts';
import { nextKey } from './senderRatchet.ts';
import { signWithLabel } from './signWithLabel.ts';

const noData = new Uint8Array();

/** Frames and signs a content of ours (RFC 9420 section 6.1). A commit's tag is added by who knows it. */
export function signContentOf(
  state: GroupState,
  body: FramedBody,
  format: FramingFormat,
  authenticatedData: Uint8Array = noData,
): AuthenticatedContent {
  const content: FramedContent = {
    groupId: state.groupContext.groupId,
    epoch: state.groupContext.epoch,
    sender: { kind: 'member', leafIndex: state.ownLeafIndex },
    authenticatedData,
    body,
  };
  const toBeSigned = framedContentToBeSigned(format, content, encodeGroupContext(state.groupContext));
  const signature = signWithLabel(state.signaturePrivateKey, 'FramedContentTBS', toBeSigned);
  return { format, content, auth: { signature } };
}

/** The bytes of an MLSMessage, and the state whose ratchet has moved past the generation that was used. */
export interface SealedMessage {
  readonly state: GroupState;
  readonly bytes: Uint8Array;
}

/** Protects a signed content in the way it was signed for (RFC 9420 sections 6.2 and 6.3). */
export function sealMessage(
  state: GroupState,
  authenticated: AuthenticatedContent,
  random: Random,
  padding = 0,
): SealedMessage {
  const { content, format } = authenticated;
  if (format === 'publicMessage') {
    const publicMessage = protectPublicMessage(
      authenticated,
      state.secrets.membershipKey,
      encodeGroupContext(state.groupContext),
    );
    return { state, bytes: encodeMlsMessage({ wireFormat: 'publicMessage', publicMessage }) };
  }
  const { suite, ownLeafIndex: leafIndex } = state;
  const contentType = content.body.kind;
  const kind: RatchetKind = contentType === 'application' ? 'application' : 'handshake';
  const found = findRatchet(state.messageKeys, leafIndex, kind);
  const { key, ratchet } = nextKey(suite, found.ratchet);
  const reuseGuard = random.bytes(reuseGuardLength);
  const ciphertext = sealContent(suite, authenticated, key, reuseGuard, padding);
  const header = {
    groupId: content.groupId,
    epoch: content.epoch,
    contentType,
    authenticatedData: content.authenticatedData,
  };
  const encryptedSenderData = sealSenderData(suite, state.secrets.senderDataSecret, header, ciphertext, {
    leafIndex,
    generation: key.generation,
    reuseGuard,
  });
  return {
    state: { ...state, messageKeys: withRatchet(found.keys, leafIndex, kind, ratchet) },
    bytes: encodeMlsMessage({
      wireFormat: 'privateMessage',
      privateMessage: { ...header, encryptedSenderData, ciphertext },
    }),
  };
}

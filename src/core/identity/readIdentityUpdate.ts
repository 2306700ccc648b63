import { hexToBytes } from '../bytes/hex.ts';
import type {
  IdentityAction,
  IdentityUpdate,
  MemberIdentifier as WireMember,
} from '../gen/identity/associations/association_pb.js';
import { IdentifierKind } from '../gen/identity/associations/association_pb.js';
import type { LegacyDelegatedSignature, Signature } from '../gen/identity/associations/signature_pb.js';
import type { ClaimedSignature, SignedAction, SignedUpdate } from './identityAction.ts';
import {
  addressIdentifier,
  installationIdentifier,
  type MemberIdentifier,
  type OwnerIdentifier,
  passkeyIdentifier,
} from './memberIdentifier.ts';

type Read = SignedUpdate<ClaimedSignature>;

/** The update in our words, or `undefined` when a part that it needs is missing or has a wrong form. */
export const readIdentityUpdate = (update: IdentityUpdate): Read | undefined => {
  const actions: SignedAction<ClaimedSignature>[] = [];
  for (const wire of update.actions) {
    const action = readAction(wire);
    if (action === undefined) return undefined;
    actions.push(action);
  }
  return { inboxId: update.inboxId, clientTimestampNs: update.clientTimestampNs, actions };
};

const readAction = ({ kind }: IdentityAction): SignedAction<ClaimedSignature> | undefined => {
  switch (kind.case) {
    case 'createInbox': {
      const { initialIdentifier, initialIdentifierKind, relyingParty, nonce } = kind.value;
      const owner = readOwner(initialIdentifier, initialIdentifierKind, relyingParty);
      const ownerSignature = readSignature(kind.value.initialIdentifierSignature);
      if (owner === undefined || ownerSignature === undefined) return undefined;
      return { kind: 'createInbox', owner, nonce, ownerSignature };
    }
    case 'add': {
      const member = readMember(kind.value.newMemberIdentifier);
      const existingMemberSignature = readSignature(kind.value.existingMemberSignature);
      const newMemberSignature = readSignature(kind.value.newMemberSignature);
      if (member === undefined || existingMemberSignature === undefined || newMemberSignature === undefined) {
        return undefined;
      }
      return { kind: 'addMember', member, existingMemberSignature, newMemberSignature };
    }
    case 'revoke': {
      const member = readMember(kind.value.memberToRevoke);
      const recoverySignature = readSignature(kind.value.recoveryIdentifierSignature);
      if (member === undefined || recoverySignature === undefined) return undefined;
      return { kind: 'revokeMember', member, recoverySignature };
    }
    case 'changeRecoveryAddress': {
      const { newRecoveryIdentifier, newRecoveryIdentifierKind, relyingParty } = kind.value;
      const recovery = readOwner(newRecoveryIdentifier, newRecoveryIdentifierKind, relyingParty);
      const recoverySignature = readSignature(kind.value.existingRecoveryIdentifierSignature);
      if (recovery === undefined || recoverySignature === undefined) return undefined;
      return { kind: 'changeRecovery', recovery, recoverySignature };
    }
    default:
      return undefined;
  }
};

const readOwner = (
  identifier: string,
  kind: IdentifierKind,
  relyingParty: string | undefined,
): OwnerIdentifier | undefined => {
  // Unknown numbers of an open enum are read as the default, as the reference client does.
  if (kind !== IdentifierKind.PASSKEY) return addressIdentifier(identifier);
  if (identifier.startsWith('0x')) return undefined;
  try {
    return passkeyIdentifier(hexToBytes(identifier), relyingParty);
  } catch {
    return undefined;
  }
};

const readMember = (wire: WireMember | undefined): MemberIdentifier | undefined => {
  switch (wire?.kind.case) {
    case 'ethereumAddress':
      return addressIdentifier(wire.kind.value);
    case 'installationPublicKey':
      return installationIdentifier(wire.kind.value);
    case 'passkey':
      return passkeyIdentifier(wire.kind.value.key, wire.kind.value.relyingParty);
    default:
      return undefined;
  }
};

const readSignature = (wire: Signature | undefined): ClaimedSignature | undefined => {
  const signature = wire?.signature;
  switch (signature?.case) {
    case 'erc191':
      return { kind: 'erc191', bytes: signature.value.bytes };
    case 'installationKey': {
      const { bytes, publicKey } = signature.value;
      return publicKey.length === 32 ? { kind: 'installationKey', bytes, publicKey } : undefined;
    }
    case 'erc6492': {
      const account = readAccountId(signature.value.accountId);
      if (account === undefined) return undefined;
      return {
        kind: 'erc1271',
        bytes: signature.value.signature,
        blockNumber: signature.value.blockNumber,
        ...account,
      };
    }
    case 'delegatedErc191':
      return readLegacySignature(signature.value);
    case 'passkey': {
      const { publicKey, authenticatorData, clientDataJson } = signature.value;
      return {
        kind: 'passkey',
        publicKey,
        bytes: signature.value.signature,
        authenticatorData,
        clientDataJson,
      };
    }
    default:
      return undefined;
  }
};

const accountIdPattern = /^eip155:([0-9]{1,20}):(0x[0-9a-fA-F]{40})$/;
const uint64Max = 0xffff_ffff_ffff_ffffn;

/** CAIP-10 on an EIP-155 chain. */
const readAccountId = (
  accountId: string,
): { readonly chainId: bigint; readonly address: string } | undefined => {
  const match = accountIdPattern.exec(accountId);
  const chainId = BigInt(match?.[1] ?? 0);
  if (match === null || chainId > uint64Max) return undefined;
  return { chainId, address: (match[2] ?? '').toLowerCase() };
};

const readLegacySignature = (wire: LegacyDelegatedSignature): ClaimedSignature | undefined => {
  const union = wire.delegatedKey?.signature?.union;
  if (wire.signature === undefined || wire.delegatedKey === undefined || union?.case === undefined) {
    return undefined;
  }
  if (union.value.bytes.length !== 64) return undefined;
  const walletSignature = new Uint8Array(65);
  walletSignature.set(union.value.bytes, 0);
  walletSignature[64] = union.value.recovery;
  return {
    kind: 'legacyDelegated',
    bytes: wire.signature.bytes,
    keyBytes: wire.delegatedKey.keyBytes,
    walletSignature,
  };
};

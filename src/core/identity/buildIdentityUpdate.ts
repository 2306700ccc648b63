import { create, type MessageInitShape } from '@bufbuild/protobuf';

import { recoverPersonalSignAddress } from '../crypto/personalSign.ts';
import { WalletInboxError } from '../errors.ts';
import {
  IdentifierKind,
  type IdentityActionSchema,
  type IdentityUpdate,
  IdentityUpdateSchema,
} from '../gen/identity/associations/association_pb.js';
import type { SignatureSchema } from '../gen/identity/associations/signature_pb.js';
import type { Signer } from '../ports.ts';
import type { UnsignedAction } from './identityAction.ts';
import { generateInboxId } from './inboxId.ts';
import { signWithInstallationKey } from './installationSignature.ts';
import { addressIdentifier, installationIdentifier } from './memberIdentifier.ts';
import { signatureText } from './signatureText.ts';

/** An installation's Ed25519 key pair, which is also its MLS signature key. */
export interface InstallationKeyPair {
  readonly publicKey: Uint8Array;
  /** 32 bytes. */
  readonly seed: Uint8Array;
}

type SignatureInit = MessageInitShape<typeof SignatureSchema>;
type ActionInit = MessageInitShape<typeof IdentityActionSchema>;

/**
 * The first update of an inbox: it creates the inbox and adds this installation, under one signature of the wallet.
 *
 * @param nowNs the time that the signature text shows
 * @throws Identity.WrongSigner when the wallet's answer is not a signature of its address; what the signer throws
 */
export const createInboxUpdate = async (input: {
  readonly signer: Signer;
  readonly nonce: bigint;
  readonly installation: InstallationKeyPair;
  readonly nowNs: bigint;
}): Promise<{ readonly inboxId: string; readonly update: IdentityUpdate }> => {
  const { signer, nonce, installation, nowNs } = input;
  const inboxId = generateInboxId(signer.address, nonce);
  const text = signatureText({
    inboxId,
    clientTimestampNs: nowNs,
    actions: [
      { kind: 'createInbox', owner: addressIdentifier(signer.address), nonce },
      { kind: 'addMember', member: installationIdentifier(installation.publicKey) },
    ],
  });
  const byWallet = await signByWallet(signer, text);
  const createAction: ActionInit = {
    kind: {
      case: 'createInbox',
      value: {
        initialIdentifier: signer.address,
        nonce,
        initialIdentifierSignature: byWallet,
        initialIdentifierKind: IdentifierKind.ETHEREUM,
      },
    },
  };
  const update = compose(inboxId, nowNs, [createAction, addAction(installation, byWallet, text)]);
  return { inboxId, update };
};

/**
 * Adds this installation to an inbox that exists.
 *
 * @throws Identity.WrongSigner; what the signer throws
 */
export const addInstallationUpdate = async (input: {
  readonly signer: Signer;
  readonly inboxId: string;
  readonly installation: InstallationKeyPair;
  readonly nowNs: bigint;
}): Promise<IdentityUpdate> => {
  const { signer, inboxId, installation, nowNs } = input;
  const member = installationIdentifier(installation.publicKey);
  const text = signatureText({
    inboxId,
    clientTimestampNs: nowNs,
    actions: [{ kind: 'addMember', member }],
  });
  const byWallet = await signByWallet(signer, text);
  return compose(inboxId, nowNs, [addAction(installation, byWallet, text)]);
};

/**
 * Takes installations out of an inbox; `signer` must be its recovery identifier.
 *
 * @throws Identity.WrongSigner; what the signer throws
 */
export const revokeInstallationsUpdate = async (input: {
  readonly signer: Signer;
  readonly inboxId: string;
  readonly installationKeys: readonly Uint8Array[];
  readonly nowNs: bigint;
}): Promise<IdentityUpdate> => {
  const { signer, inboxId, installationKeys, nowNs } = input;
  const actions = installationKeys.map(
    (key): UnsignedAction => ({ kind: 'revokeMember', member: installationIdentifier(key) }),
  );
  const byWallet = await signByWallet(signer, signatureText({ inboxId, clientTimestampNs: nowNs, actions }));
  return compose(
    inboxId,
    nowNs,
    installationKeys.map((key) => ({
      kind: {
        case: 'revoke',
        value: {
          memberToRevoke: { kind: { case: 'installationPublicKey', value: key } },
          recoveryIdentifierSignature: byWallet,
        },
      },
    })),
  );
};

const compose = (
  inboxId: string,
  clientTimestampNs: bigint,
  actions: readonly ActionInit[],
): IdentityUpdate => create(IdentityUpdateSchema, { inboxId, clientTimestampNs, actions: [...actions] });

const addAction = (
  installation: InstallationKeyPair,
  existingMemberSignature: SignatureInit,
  text: string,
): ActionInit => ({
  kind: {
    case: 'add',
    value: {
      newMemberIdentifier: { kind: { case: 'installationPublicKey', value: installation.publicKey } },
      existingMemberSignature,
      newMemberSignature: {
        signature: {
          case: 'installationKey',
          value: {
            bytes: signWithInstallationKey(installation.seed, text),
            publicKey: installation.publicKey,
          },
        },
      },
    },
  },
});

/** A wallet may have been switched to another account since it gave its address: find out before the node does. */
const signByWallet = async (signer: Signer, text: string): Promise<SignatureInit> => {
  const bytes = await signer.signText(text);
  if (recoverPersonalSignAddress(text, bytes) !== signer.address) {
    throw new WalletInboxError(
      'Identity.WrongSigner',
      'The wallet signed with another account than the one it was asked for.',
      { details: { address: signer.address } },
    );
  }
  return { signature: { case: 'erc191', value: { bytes } } };
};

import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { p256 } from '@noble/curves/nist.js';
import { concatBytes, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { sha256 } from '../../src/core/crypto/hash.ts';
import { ethereumAddressOfPrivateKey, signPersonalText } from '../../src/core/crypto/personalSign.ts';
import { secp256k1PublicKey } from '../../src/core/crypto/secp256k1.ts';
import {
  IdentifierKind,
  type IdentityActionSchema,
  type IdentityUpdate,
  IdentityUpdateSchema,
} from '../../src/core/gen/identity/associations/association_pb.js';
import type { SignatureSchema } from '../../src/core/gen/identity/associations/signature_pb.js';
import { UnsignedPublicKeySchema } from '../../src/core/gen/message_contents/public_key_pb.js';
import type { UnsignedAction } from '../../src/core/identity/identityAction.ts';
import { signWithInstallationKey } from '../../src/core/identity/installationSignature.ts';
import { legacyKeyText } from '../../src/core/identity/legacyKey.ts';
import {
  addressIdentifier,
  installationIdentifier,
  type MemberIdentifier,
  type OwnerIdentifier,
  passkeyIdentifier,
} from '../../src/core/identity/memberIdentifier.ts';
import { signatureText } from '../../src/core/identity/signatureText.ts';

type SignatureInit = MessageInitShape<typeof SignatureSchema>;
type ActionInit = MessageInitShape<typeof IdentityActionSchema>;

/** Someone who can sign an identity update in one of the ways that the network knows. */
export interface TestMember<I extends MemberIdentifier = MemberIdentifier> {
  readonly identifier: I;
  sign(text: string): SignatureInit;
}

const keyOf = (name: string): Uint8Array => sha256(utf8Encode(name));

/** An Ethereum account whose key follows from `name`. */
export const testWallet = (name: string): TestMember<OwnerIdentifier> => {
  const key = keyOf(name);
  return {
    identifier: addressIdentifier(ethereumAddressOfPrivateKey(key)),
    sign: (text) => ({ signature: { case: 'erc191', value: { bytes: signPersonalText(key, text) } } }),
  };
};

export const testInstallation = (name: string): TestMember & { readonly publicKey: Uint8Array } => {
  const seed = keyOf(name);
  const publicKey = ed25519PublicKey(seed);
  return {
    publicKey,
    identifier: installationIdentifier(publicKey),
    sign: (text) => ({
      signature: {
        case: 'installationKey',
        value: { bytes: signWithInstallationKey(seed, text), publicKey },
      },
    }),
  };
};

/** The account `walletName`, signing through a key of the first XMTP protocol. */
export const testLegacyWallet = (walletName: string): TestMember<OwnerIdentifier> => {
  const walletKey = keyOf(walletName);
  const legacyKey = keyOf(`${walletName}/legacy`);
  const keyBytes = toBinary(
    UnsignedPublicKeySchema,
    create(UnsignedPublicKeySchema, {
      createdNs: 1n,
      union: { case: 'secp256k1Uncompressed', value: { bytes: secp256k1PublicKey(legacyKey, 'full') } },
    }),
  );
  const vouched = signPersonalText(walletKey, legacyKeyText(keyBytes));
  return {
    identifier: addressIdentifier(ethereumAddressOfPrivateKey(walletKey)),
    sign: (text) => ({
      signature: {
        case: 'delegatedErc191',
        value: {
          delegatedKey: {
            keyBytes,
            signature: {
              union: {
                case: 'walletEcdsaCompact',
                value: { bytes: vouched.slice(0, 64), recovery: (vouched[64] ?? 0) - 27 },
              },
            },
          },
          signature: { bytes: signPersonalText(legacyKey, text) },
        },
      },
    }),
  };
};

/** A smart-contract wallet; its signature is whatever its contract says, here bytes of the text's hash. */
export const testSmartWallet = (name: string, chainId: bigint): TestMember<OwnerIdentifier> => {
  const address = ethereumAddressOfPrivateKey(keyOf(name));
  return {
    identifier: addressIdentifier(address),
    sign: (text) => ({
      signature: {
        case: 'erc6492',
        value: {
          accountId: `eip155:${chainId}:${address}`,
          blockNumber: 5n,
          signature: sha256(utf8Encode(`${name}${text}`)),
        },
      },
    }),
  };
};

export const testPasskey = (name: string): TestMember<OwnerIdentifier> => {
  const key = keyOf(name);
  const publicKey = p256.getPublicKey(key, false);
  return {
    identifier: passkeyIdentifier(publicKey, 'https://example.org'),
    sign: (text) => {
      const clientDataJson = utf8Encode(
        JSON.stringify({
          type: 'webauthn.get',
          origin: 'https://example.org',
          challenge: Buffer.from(text).toString('base64url'),
        }),
      );
      const authenticatorData = keyOf('authenticator');
      const signed = concatBytes(authenticatorData, sha256(clientDataJson));
      return {
        signature: {
          case: 'passkey',
          value: {
            publicKey,
            signature: p256.sign(signed, key, { format: 'der' }),
            authenticatorData,
            clientDataJson,
          },
        },
      };
    },
  };
};

/** An action and who signs it: by default in all roles the ones who should. */
export type TestAction =
  | { readonly create: TestMember<OwnerIdentifier>; readonly nonce: bigint; readonly by?: TestMember }
  | { readonly add: TestMember; readonly by: TestMember; readonly newBy?: TestMember }
  | { readonly revoke: TestMember; readonly by: TestMember }
  | { readonly recovery: TestMember<OwnerIdentifier>; readonly by: TestMember };

/** A protobuf update signed as told, also where the rules forbid it. */
export const signedIdentityUpdate = (
  inboxId: string,
  clientTimestampNs: bigint,
  actions: readonly TestAction[],
): IdentityUpdate => {
  const text = signatureText({ inboxId, clientTimestampNs, actions: actions.map(unsigned) });
  return create(IdentityUpdateSchema, {
    inboxId,
    clientTimestampNs,
    actions: actions.map((action) => signedAction(action, text)),
  });
};

const unsigned = (action: TestAction): UnsignedAction => {
  if ('create' in action) {
    return { kind: 'createInbox', owner: action.create.identifier, nonce: action.nonce };
  }
  if ('add' in action) return { kind: 'addMember', member: action.add.identifier };
  if ('revoke' in action) return { kind: 'revokeMember', member: action.revoke.identifier };
  return { kind: 'changeRecovery', recovery: action.recovery.identifier };
};

const signedAction = (action: TestAction, text: string): ActionInit => {
  if ('create' in action) {
    return {
      kind: {
        case: 'createInbox',
        value: {
          initialIdentifier: action.create.identifier.id,
          initialIdentifierKind: identifierKind(action.create.identifier),
          nonce: action.nonce,
          initialIdentifierSignature: (action.by ?? action.create).sign(text),
        },
      },
    };
  }
  if ('add' in action) {
    return {
      kind: {
        case: 'add',
        value: {
          newMemberIdentifier: wireMember(action.add.identifier),
          existingMemberSignature: action.by.sign(text),
          newMemberSignature: (action.newBy ?? action.add).sign(text),
        },
      },
    };
  }
  if ('revoke' in action) {
    return {
      kind: {
        case: 'revoke',
        value: {
          memberToRevoke: wireMember(action.revoke.identifier),
          recoveryIdentifierSignature: action.by.sign(text),
        },
      },
    };
  }
  return {
    kind: {
      case: 'changeRecoveryAddress',
      value: {
        newRecoveryIdentifier: action.recovery.identifier.id,
        newRecoveryIdentifierKind: identifierKind(action.recovery.identifier),
        existingRecoveryIdentifierSignature: action.by.sign(text),
      },
    },
  };
};

const identifierKind = (identifier: MemberIdentifier): IdentifierKind =>
  identifier.kind === 'passkey' ? IdentifierKind.PASSKEY : IdentifierKind.ETHEREUM;

const wireMember = (identifier: MemberIdentifier) => {
  switch (identifier.kind) {
    case 'address':
      return { kind: { case: 'ethereumAddress' as const, value: identifier.id } };
    case 'installation':
      return {
        kind: { case: 'installationPublicKey' as const, value: Buffer.from(identifier.id, 'hex') },
      };
    case 'passkey':
      return { kind: { case: 'passkey' as const, value: { key: Buffer.from(identifier.id, 'hex') } } };
  }
};

/** Hex of an installation's key, as identity states name it. */
export const installationHex = (member: { readonly publicKey: Uint8Array }): string =>
  bytesToHex(member.publicKey);

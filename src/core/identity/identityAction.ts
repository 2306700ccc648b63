import type { MemberIdentifier, OwnerIdentifier } from './memberIdentifier.ts';

/** What an action of an identity update does, without who signed it. */
export type UnsignedAction =
  | { readonly kind: 'createInbox'; readonly owner: OwnerIdentifier; readonly nonce: bigint }
  | { readonly kind: 'addMember'; readonly member: MemberIdentifier }
  | { readonly kind: 'revokeMember'; readonly member: MemberIdentifier }
  | { readonly kind: 'changeRecovery'; readonly recovery: OwnerIdentifier };

/** A signature as an update carries it: nothing of it has been checked. */
export type ClaimedSignature =
  | { readonly kind: 'erc191'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'erc1271';
      readonly bytes: Uint8Array;
      readonly chainId: bigint;
      readonly address: string;
      readonly blockNumber: bigint;
    }
  | { readonly kind: 'installationKey'; readonly bytes: Uint8Array; readonly publicKey: Uint8Array }
  | {
      /** A key of the first XMTP protocol, itself signed by a wallet. */
      readonly kind: 'legacyDelegated';
      readonly bytes: Uint8Array;
      /** Serialised `UnsignedPublicKey`. */
      readonly keyBytes: Uint8Array;
      /** The wallet's 65 bytes over that key. */
      readonly walletSignature: Uint8Array;
    }
  | {
      readonly kind: 'passkey';
      readonly publicKey: Uint8Array;
      /** DER. */
      readonly bytes: Uint8Array;
      readonly authenticatorData: Uint8Array;
      readonly clientDataJson: Uint8Array;
    };

export type SignatureKind = ClaimedSignature['kind'];

/**
 * An action with its signatures: claimed ones as they are read, verified ones as they are applied.
 *
 * @typeParam S what stands for a signature
 */
export type SignedAction<S> =
  | (Extract<UnsignedAction, { kind: 'createInbox' }> & { readonly ownerSignature: S })
  | (Extract<UnsignedAction, { kind: 'addMember' }> & {
      readonly existingMemberSignature: S;
      readonly newMemberSignature: S;
    })
  | (Extract<UnsignedAction, { kind: 'revokeMember' }> & { readonly recoverySignature: S })
  | (Extract<UnsignedAction, { kind: 'changeRecovery' }> & { readonly recoverySignature: S });

/** One update of an identity log: its actions are applied together or not at all. */
export interface SignedUpdate<S> {
  readonly inboxId: string;
  readonly clientTimestampNs: bigint;
  readonly actions: readonly SignedAction<S>[];
}

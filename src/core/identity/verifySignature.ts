import { bytesToBase64 } from '../bytes/base64.ts';
import { concatBytes, utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { p256Verify } from '../crypto/p256.ts';
import { personalMessageHash, recoverPersonalSignAddress } from '../crypto/personalSign.ts';
import { secp256k1LowS } from '../crypto/secp256k1.ts';
import type { ClaimedSignature, SignatureKind } from './identityAction.ts';
import { verifyInstallationSignature } from './installationSignature.ts';
import { legacyKeyAddress, legacyKeyText } from './legacyKey.ts';
import {
  addressIdentifier,
  installationIdentifier,
  type MemberIdentifier,
  passkeyIdentifier,
} from './memberIdentifier.ts';

/** A signature that holds, and who made it. */
export interface VerifiedSignature {
  readonly signer: MemberIdentifier;
  readonly kind: SignatureKind;
  /** Hex of what may not be used again. */
  readonly replayKey: string;
  /** Of a smart-contract wallet. */
  readonly chainId?: bigint;
  /** False for a smart-contract wallet's signature that nobody could check. */
  readonly isVerified: boolean;
}

/** What a smart-contract wallet is asked to confirm (ERC-1271, or ERC-6492 before it is deployed). */
export interface SmartContractClaim {
  readonly chainId: bigint;
  /** Lower case. */
  readonly address: string;
  /** The EIP-191 hash of the signature text, 32 bytes. */
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
  readonly blockNumber: bigint;
}

export interface SignatureOptions {
  /**
   * Asks the chain whether a wallet's contract confirms a signature. What it throws is passed on: a chain that cannot be
   * reached says nothing about the signature.
   *
   * Without it the claim is taken as made and marked `isVerified: false`. The reference client asks the node itself by
   * default, which is the same trust; refusing would cut us off from every group with such a member.
   */
  readonly verifySmartContract?: (claim: SmartContractClaim) => Promise<boolean>;
}

/** The verified signature, or `undefined` when it does not hold for `text`. */
export const verifySignature = async (
  claimed: ClaimedSignature,
  text: string,
  options: SignatureOptions,
): Promise<VerifiedSignature | undefined> => {
  switch (claimed.kind) {
    case 'erc191':
      return verifyErc191(text, claimed.bytes);
    case 'installationKey': {
      if (!verifyInstallationSignature(claimed.publicKey, text, claimed.bytes)) return undefined;
      return verified('installationKey', installationIdentifier(claimed.publicKey), claimed.bytes);
    }
    case 'legacyDelegated':
      return verifyLegacy(text, claimed);
    case 'passkey':
      return verifyPasskey(text, claimed);
    case 'erc1271': {
      const { chainId, address, blockNumber } = claimed;
      const hash = personalMessageHash(text);
      const confirmed = await options.verifySmartContract?.({
        chainId,
        address,
        hash,
        signature: claimed.bytes,
        blockNumber,
      });
      if (confirmed === false) return undefined;
      return {
        ...verified('erc1271', addressIdentifier(address), claimed.bytes),
        chainId,
        isVerified: confirmed === true,
      };
    }
  }
};

const verified = (
  kind: SignatureKind,
  signer: MemberIdentifier,
  replayBytes: Uint8Array,
): VerifiedSignature => ({ kind, signer, replayKey: bytesToHex(replayBytes), isVerified: true });

/**
 * s is brought down before recovery and before the replay list, so that nobody can use a signature twice by flipping it;
 * v stays, as in the reference client, so that a flipped signature recovers to a stranger.
 */
const verifyErc191 = (text: string, bytes: Uint8Array): VerifiedSignature | undefined => {
  if (bytes.length !== 65) return undefined;
  const lowS = secp256k1LowS(bytes.subarray(0, 64));
  if (lowS === undefined) return undefined;
  const normalized = concatBytes(lowS, bytes.subarray(64));
  const address = recoverPersonalSignAddress(text, normalized);
  return address === undefined ? undefined : verified('erc191', addressIdentifier(address), normalized);
};

/** The key signs the text, the wallet signed the key; the wallet's signature is what may be used only once. */
const verifyLegacy = (
  text: string,
  claimed: Extract<ClaimedSignature, { kind: 'legacyDelegated' }>,
): VerifiedSignature | undefined => {
  const byKey = verifyErc191(text, claimed.bytes);
  const byWallet = verifyErc191(legacyKeyText(claimed.keyBytes), claimed.walletSignature);
  if (byKey === undefined || byWallet === undefined) return undefined;
  if (byKey.signer.id !== legacyKeyAddress(claimed.keyBytes)) return undefined;
  return { ...byWallet, kind: 'legacyDelegated' };
};

/** WebAuthn: the challenge is the text, the signature covers authenticator data and the hash of the client data. */
const verifyPasskey = (
  text: string,
  claimed: Extract<ClaimedSignature, { kind: 'passkey' }>,
): VerifiedSignature | undefined => {
  const clientData = parseClientData(claimed.clientDataJson);
  if (clientData === undefined || clientData.challenge !== base64Url(utf8Encode(text))) return undefined;
  const signed = concatBytes(claimed.authenticatorData, sha256(claimed.clientDataJson));
  if (!p256Verify(claimed.publicKey, signed, claimed.bytes)) return undefined;
  return verified('passkey', passkeyIdentifier(claimed.publicKey, clientData.origin), claimed.bytes);
};

const parseClientData = (
  json: Uint8Array,
): { readonly origin: string; readonly challenge: string } | undefined => {
  try {
    const { origin, challenge } = JSON.parse(utf8Decode(json)) as Record<string, unknown>;
    return typeof origin === 'string' && typeof challenge === 'string' ? { origin, challenge } : undefined;
  } catch {
    return undefined;
  }
};

const base64Url = (bytes: Uint8Array): string =>
  bytesToBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

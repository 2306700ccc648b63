import { equalBytes, utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { decodeTls } from '../bytes/tlsReader.ts';
import { type SignatureCheck, verifySignatures } from '../crypto/signatureBatch.ts';
import { isWalletInboxError } from '../errors.ts';
import {
  WelcomePointeeEncryptionAeadType,
  WelcomePointeeEncryptionAeadTypesExtensionSchema,
} from '../gen/mls/message_contents/welcome_pointer_pb.js';
import { WelcomeWrapperEncryptionSchema } from '../gen/mls/message_contents/wrapper_encryption_pb.js';
import { credentialIdentity } from '../mls/credential.ts';
import { extensionTypes, findExtension } from '../mls/extension.ts';
import type { KeyPackage } from '../mls/keyPackage.ts';
import { openKeyPackage } from '../mls/openKeyPackage.ts';
import { xmtpExtensionTypes } from './constants.ts';
import { decodeProto } from './decodeProto.ts';
import { inboxIdOfCredential } from './groupLeaf.ts';
import type { WelcomeTarget } from './sealWelcomes.ts';
import { readWrapperAlgorithm, wrapperAlgorithms, wrapperPublicKeyLength } from './welcomeWrapper.ts';

/** Another installation's key package, verified: it can be added to a group. */
export interface FetchedKeyPackage {
  readonly installationId: string;
  readonly inboxId: string;
  readonly keyPackage: KeyPackage;
  readonly welcomeTarget: WelcomeTarget;
}

export type KeyPackageRefusal =
  /** The node has none. */
  | 'absent'
  /** It breaks RFC 9420 section 10.1, or its time is over or not come. */
  | 'invalid'
  /** It does not fit into the group: it lacks what the group asks for, or uses a key that is there already. */
  | 'unfit'
  /** It is another installation's or another inbox's than was asked for. */
  | 'foreign'
  /** Its XMTP extensions are unreadable. */
  | 'malformedExtension';

export interface KeyPackageRequest {
  readonly installationId: string;
  /** The inbox whose identity log names this installation. */
  readonly inboxId: string;
  /** What the node answered. */
  readonly bytes: Uint8Array | undefined;
}

export type KeyPackageResult =
  | { readonly kind: 'ok'; readonly keyPackage: FetchedKeyPackage }
  | { readonly kind: 'refused'; readonly reason: KeyPackageRefusal };

interface Opened {
  readonly checks: readonly SignatureCheck[];
  finish(results: readonly boolean[]): KeyPackageResult;
}

/** Verifies what the node answered to FetchKeyPackages, all signatures together. By installation id. */
export const verifyKeyPackages = async (
  requests: readonly KeyPackageRequest[],
  nowMs: number,
): Promise<ReadonlyMap<string, KeyPackageResult>> => {
  const opened = requests.map((request) => open(request, nowMs));
  const results = await verifySignatures(opened.flatMap(({ checks }) => checks));
  let at = 0;
  return new Map(
    opened.map(({ checks, finish }, index) => {
      const own = results.slice(at, at + checks.length);
      at += checks.length;
      return [requests[index]?.installationId ?? '', finish(own)];
    }),
  );
};

const refused = (reason: KeyPackageRefusal): KeyPackageResult => ({ kind: 'refused', reason });

const open = (request: KeyPackageRequest, nowMs: number): Opened => {
  const { bytes } = request;
  if (bytes === undefined || bytes.length === 0) return { checks: [], finish: () => refused('absent') };
  try {
    const unverified = openKeyPackage(bytes, { nowSeconds: BigInt(Math.floor(nowMs / 1000)) });
    const finish = (results: readonly boolean[]): KeyPackageResult =>
      orRefused(() => describe(request, unverified.confirm(results)));
    return { checks: unverified.checks, finish };
  } catch (error) {
    const result = orRefused(() => {
      throw error;
    });
    return { checks: [], finish: () => result };
  }
};

/** What a hostile key package makes the MLS room throw is an expected outcome here. */
const orRefused = (describeIt: () => KeyPackageResult): KeyPackageResult => {
  try {
    return describeIt();
  } catch (error) {
    if (isWalletInboxError(error)) return refused('invalid');
    throw error;
  }
};

const describe = (request: KeyPackageRequest, keyPackage: KeyPackage): KeyPackageResult => {
  const { installationId, inboxId } = request;
  const { leafNode } = keyPackage;
  const isAskedFor =
    leafNode.credential.type === 'basic' &&
    bytesToHex(leafNode.signatureKey) === installationId &&
    inboxIdOfCredential(credentialIdentity(leafNode.credential)) === inboxId &&
    hasConsistentApplicationId(keyPackage, inboxId);
  if (!isAskedFor) return refused('foreign');
  const welcomeTarget = readWelcomeTarget(keyPackage);
  if (welcomeTarget === undefined) return refused('malformedExtension');
  return { kind: 'ok', keyPackage: { installationId, inboxId, keyPackage, welcomeTarget } };
};

/** The extension is not required, but it must not name another inbox. */
const hasConsistentApplicationId = ({ leafNode }: KeyPackage, inboxId: string): boolean => {
  const found = findExtension(leafNode.extensions, extensionTypes.applicationId);
  if (found === undefined) return true;
  return equalBytes(
    decodeTls(found.data, (reader) => reader.opaque()),
    utf8Encode(inboxId),
  );
};

/** How its owner wants to be welcomed; without a word on it, with the init key. */
const readWelcomeTarget = (keyPackage: KeyPackage): WelcomeTarget | undefined => {
  const wrapper = findExtension(keyPackage.extensions, xmtpExtensionTypes.welcomeWrapperEncryption);
  const pointee = findExtension(keyPackage.extensions, xmtpExtensionTypes.welcomePointeeAeadTypes);
  const installationKey = keyPackage.leafNode.signatureKey;
  try {
    const supportsPointers =
      pointee !== undefined &&
      decodeProto(WelcomePointeeEncryptionAeadTypesExtensionSchema, pointee.data).supportedAeadTypes.includes(
        WelcomePointeeEncryptionAeadType.CHACHA20_POLY1305,
      );
    if (wrapper === undefined) {
      const hpkePublicKey = keyPackage.initKey;
      return {
        installationKey,
        hpkePublicKey,
        wrapperAlgorithm: wrapperAlgorithms.curve25519,
        supportsPointers,
      };
    }
    const { pubKey, algorithm } = decodeProto(WelcomeWrapperEncryptionSchema, wrapper.data);
    const wrapperAlgorithm = readWrapperAlgorithm(algorithm);
    if (wrapperAlgorithm === undefined || pubKey.length !== wrapperPublicKeyLength(wrapperAlgorithm)) {
      return undefined;
    }
    return { installationKey, hpkePublicKey: pubKey, wrapperAlgorithm, supportsPointers };
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return undefined;
    throw error;
  }
};

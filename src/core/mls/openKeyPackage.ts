import { equalBytes } from '../bytes/bytes.ts';
import { type CipherSuite, protocolVersion, suite3 } from './cipherSuite.ts';
import { decodeKeyPackage, type KeyPackage, keyPackageSignatureCheck } from './keyPackage.ts';
import { leafSignatureCheck } from './leafNode.ts';
import { leafProblem } from './leafNodeRules.ts';
import { refuse } from './mlsError.ts';
import { Unverified } from './unverified.ts';

/** The rule of RFC 9420 section 10.1 that a key package breaks, as a short word. Signatures are not looked at. */
export function keyPackageProblem(keyPackage: KeyPackage, cipherSuite: number): string | undefined {
  if (keyPackage.version !== protocolVersion) return 'wrongVersion';
  if (keyPackage.cipherSuite !== cipherSuite) return 'wrongCipherSuite';
  if (keyPackage.leafNode.source.kind !== 'keyPackage') return 'wrongLeafSource';
  if (keyPackage.initKey.length !== 32) return 'badKeyLength';
  if (equalBytes(keyPackage.initKey, keyPackage.leafNode.encryptionKey)) return 'reusedInitKey';
  return leafProblem(keyPackage.leafNode);
}

/** The two signatures of a key package that {@link keyPackageProblem} has nothing against. */
export const keyPackageChecks = (keyPackage: KeyPackage) => [
  keyPackageSignatureCheck(keyPackage),
  leafSignatureCheck(keyPackage.leafNode),
];

/**
 * Decodes and validates a key package of somebody else (RFC 9420 section 10.1).
 *
 * @param options.nowSeconds seconds since 1970; when given, the lifetime is checked too
 * @throws Codec.Malformed, Mls.InvalidKeyPackage
 */
export function openKeyPackage(
  bytes: Uint8Array,
  options: { readonly nowSeconds?: bigint; readonly suite?: CipherSuite } = {},
): Unverified<KeyPackage> {
  const keyPackage = decodeKeyPackage(bytes);
  const problem = keyPackageProblem(keyPackage, (options.suite ?? suite3).id);
  if (problem !== undefined) {
    return refuse('Mls.InvalidKeyPackage', problem, 'A key package breaks a rule of MLS.');
  }
  const { nowSeconds } = options;
  const { source } = keyPackage.leafNode;
  if (nowSeconds !== undefined && source.kind === 'keyPackage') {
    const { notBefore, notAfter } = source.lifetime;
    if (nowSeconds < notBefore || nowSeconds > notAfter) {
      return refuse('Mls.InvalidKeyPackage', 'outsideLifetime', 'A key package is not valid now.');
    }
  }
  return new Unverified(keyPackage, keyPackageChecks(keyPackage));
}

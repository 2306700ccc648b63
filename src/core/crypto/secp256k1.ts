import { secp256k1 } from '@noble/curves/secp256k1.js';
import { WalletInboxError } from '../errors.ts';

const order = secp256k1.Point.Fn.ORDER;

/** Whether 32 bytes are a private key: a number from 1 to n - 1. */
export const isSecp256k1PrivateKey = (bytes: Uint8Array): boolean => secp256k1.utils.isValidSecretKey(bytes);

/**
 * The public key in SEC 1 form: 65 bytes, or 33 compressed.
 *
 * @throws Crypto.InvalidKey
 */
export const secp256k1PublicKey = (privateKey: Uint8Array, form: 'compressed' | 'full'): Uint8Array => {
  if (!isSecp256k1PrivateKey(privateKey)) throw invalidKey();
  return secp256k1.getPublicKey(privateKey, form === 'compressed');
};

/**
 * A deterministic (RFC 6979) low-s signature of a 32-byte hash, and the bit that recovery needs.
 *
 * @throws Crypto.InvalidKey
 */
export const secp256k1SignHash = (
  privateKey: Uint8Array,
  hash: Uint8Array,
): { readonly compact: Uint8Array; readonly recoveryBit: number } => {
  if (!isSecp256k1PrivateKey(privateKey)) throw invalidKey();
  const signature = secp256k1.sign(hash, privateKey, { prehash: false, format: 'recovered', lowS: true });
  return { compact: signature.slice(1), recoveryBit: signature[0] ?? 0 };
};

/** The compact signature (r || s) with s brought below n / 2, or `undefined` when r or s is out of range. */
export const secp256k1LowS = (compact: Uint8Array): Uint8Array | undefined => {
  const signature = parseCompact(compact);
  if (signature === undefined) return undefined;
  if (!signature.hasHighS()) return compact;
  return new secp256k1.Signature(signature.r, order - signature.s).toBytes('compact');
};

/** The 65-byte public key that made a compact signature of a hash, or `undefined` when no key can have made it. */
export const secp256k1RecoverPublicKey = (
  compact: Uint8Array,
  recoveryBit: 0 | 1,
  hash: Uint8Array,
): Uint8Array | undefined => {
  try {
    return parseCompact(compact)?.addRecoveryBit(recoveryBit).recoverPublicKey(hash).toBytes(false);
  } catch {
    return undefined;
  }
};

/**
 * (left + right) mod n as 32 bytes: a child key of BIP-32. `undefined` when `right` is not below n or the sum is zero.
 */
export const secp256k1AddPrivateKeys = (left: Uint8Array, right: Uint8Array): Uint8Array | undefined => {
  const { Fn } = secp256k1.Point;
  try {
    const sum = Fn.add(Fn.fromBytes(left), Fn.fromBytes(right));
    return Fn.is0(sum) ? undefined : Fn.toBytes(sum);
  } catch {
    return undefined;
  }
};

const parseCompact = (compact: Uint8Array): InstanceType<typeof secp256k1.Signature> | undefined => {
  if (compact.length !== 64) return undefined;
  try {
    return secp256k1.Signature.fromBytes(compact, 'compact') as InstanceType<typeof secp256k1.Signature>;
  } catch {
    return undefined;
  }
};

const invalidKey = (): WalletInboxError =>
  new WalletInboxError('Crypto.InvalidKey', 'A secp256k1 private key is out of range.');

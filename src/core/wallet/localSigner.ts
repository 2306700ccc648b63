import { hexToBytes } from '../bytes/hex.ts';
import { ethereumAddressOfPrivateKey, signPersonalText } from '../crypto/personalSign.ts';
import { isSecp256k1PrivateKey } from '../crypto/secp256k1.ts';
import { WalletInboxError } from '../errors.ts';
import type { Signer } from '../ports.ts';
import { derivePrivateKey, hardenedIndex } from './bip32.ts';
import { seedOfPhrase } from './bip39.ts';

/**
 * A signer that holds its key in memory.
 *
 * @param privateKey 32 bytes, or their hexadecimal with or without `0x`
 * @throws Wallet.InvalidKey
 */
export const signerFromPrivateKey = (privateKey: Uint8Array | string): Signer => {
  const key = typeof privateKey === 'string' ? parseKey(privateKey) : privateKey.slice();
  if (!isSecp256k1PrivateKey(key)) throw invalidKey();
  return {
    address: ethereumAddressOfPrivateKey(key),
    signText: async (text) => signPersonalText(key, text),
  };
};

/**
 * The private key of an account of a phrase, at `m/44'/60'/0'/0/accountIndex` (BIP-44) as other wallets do.
 *
 * @throws Wallet.InvalidPhrase
 */
const privateKeyFromPhrase = async (phrase: string, accountIndex: number): Promise<Uint8Array> =>
  derivePrivateKey(await seedOfPhrase(phrase), [
    hardenedIndex(44),
    hardenedIndex(60),
    hardenedIndex(0),
    0,
    accountIndex,
  ]);

/** @throws Wallet.InvalidPhrase */
export const signerFromPhrase = async (phrase: string, accountIndex: number): Promise<Signer> =>
  signerFromPrivateKey(await privateKeyFromPhrase(phrase, accountIndex));

const parseKey = (hex: string): Uint8Array => {
  try {
    return hexToBytes(hex.trim());
  } catch {
    throw invalidKey();
  }
};

const invalidKey = (): WalletInboxError =>
  new WalletInboxError(
    'Wallet.InvalidKey',
    'The private key is not valid: 64 hexadecimal digits are needed.',
  );

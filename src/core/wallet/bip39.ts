import { english } from 'viem/accounts';
import { utf8Encode } from '../bytes/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import { derivePbkdf2Sha512 } from '../crypto/pbkdf2.ts';
import { webRandom } from '../crypto/random.ts';
import { WalletInboxError } from '../errors.ts';
import type { Random } from '../ports.ts';

/*
 * BIP-39 over our own primitives: viem's mnemonicToAccount brings a second copy of two noble libraries and 54 kB (gzip)
 * into the worker's bundle, of which the word list is 7 kB. A test compares the two.
 */

const wordIndex: ReadonlyMap<string, number> = new Map(english.map((word, index) => [word, index]));
/** 12, 15, 18, 21 or 24 words. */
const wordCounts: readonly number[] = [12, 15, 18, 21, 24];

/** A fresh English recovery phrase of 12 words (128 bits). */
export const generatePhrase = (random: Random = webRandom): string => phraseOfEntropy(random.bytes(16));

/** The phrase of 16 to 32 bytes of entropy (BIP-39, "Generating the mnemonic"). */
export const phraseOfEntropy = (entropy: Uint8Array): string => {
  const bits = toBits(entropy) + toBits(sha256(entropy)).slice(0, entropy.length / 4);
  const words: string[] = [];
  for (let at = 0; at < bits.length; at += 11) {
    words.push(english[Number.parseInt(bits.slice(at, at + 11), 2)] ?? '');
  }
  return words.join(' ');
};

/** The phrase as it is compared and hashed: lower case, single spaces, NFKD. */
const normalizePhrase = (phrase: string): string =>
  phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/u).join(' ');

/** Whether this is an English BIP-39 phrase with a right checksum; spaces and case are forgiven. */
export const validatePhrase = (phrase: string): boolean => {
  const words = normalizePhrase(phrase).split(' ');
  if (!wordCounts.includes(words.length)) return false;
  let bits = '';
  for (const word of words) {
    const index = wordIndex.get(word);
    if (index === undefined) return false;
    bits += index.toString(2).padStart(11, '0');
  }
  const checksumLength = words.length / 3;
  const entropyBits = bits.slice(0, -checksumLength);
  const entropy = new Uint8Array(entropyBits.length / 8);
  for (let index = 0; index < entropy.length; index += 1) {
    entropy[index] = Number.parseInt(entropyBits.slice(index * 8, index * 8 + 8), 2);
  }
  return toBits(sha256(entropy)).slice(0, checksumLength) === bits.slice(-checksumLength);
};

/**
 * The 64-byte seed of a phrase (BIP-39, "From mnemonic to seed"), without a passphrase.
 *
 * @throws Wallet.InvalidPhrase
 */
export const seedOfPhrase = (phrase: string): Promise<Uint8Array> => {
  if (!validatePhrase(phrase)) {
    throw new WalletInboxError('Wallet.InvalidPhrase', 'The recovery phrase is not valid.');
  }
  return derivePbkdf2Sha512(utf8Encode(normalizePhrase(phrase)), utf8Encode('mnemonic'), 2048, 64);
};

const toBits = (bytes: Uint8Array): string => {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return bits;
};

import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { generatePhrase, phraseOfEntropy, seedOfPhrase, validatePhrase } from './bip39.ts';
import { signerFromPhrase, signerFromPrivateKey } from './localSigner.ts';

const phrase = 'test test test test test test test test test test test junk';

test('entropy, phrase and seed follow the BIP-39 vectors', async () => {
  expect(phraseOfEntropy(new Uint8Array(16))).toBe(
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
  );
  expect(phraseOfEntropy(new Uint8Array(32).fill(0xff))).toBe(`${'zoo '.repeat(23)}vote`);
  expect(bytesToHex(await seedOfPhrase(phraseOfEntropy(new Uint8Array(16))))).toBe(
    '5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc19a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4',
  );
});

test('the first accounts of a phrase are those that every wallet shows', async () => {
  expect((await signerFromPhrase(phrase, 0)).address).toBe('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
  expect((await signerFromPhrase(phrase, 1)).address).toBe('0x70997970c51812dc3a010c7d01b50e0d17dc79c8');
});

test('accounts and signatures equal those of viem', async () => {
  for (const accountIndex of [0, 7]) {
    const fresh = generatePhrase();
    const theirs = mnemonicToAccount(fresh, { addressIndex: accountIndex });
    const ours = await signerFromPhrase(fresh, accountIndex);
    expect(ours.address).toBe(theirs.address.toLowerCase());
    const text = 'XMTP : Authenticate to inbox\n\nä 漢';
    expect(`0x${bytesToHex(await ours.signText(text))}`).toBe(await theirs.signMessage({ message: text }));
  }
});

test('a phrase is valid by words, count and checksum; case and spaces are forgiven', async () => {
  expect(validatePhrase(phrase)).toBe(true);
  expect(validatePhrase(`  ${phrase.toUpperCase().replaceAll(' ', ' \n ')} `)).toBe(true);
  for (const bad of [
    '',
    'test',
    phrase.replace('junk', 'test'),
    phrase.replace('junk', 'junks'),
    `${phrase} test`,
    'zoo '.repeat(24),
  ]) {
    expect(validatePhrase(bad)).toBe(false);
  }
  expect(() => seedOfPhrase('test')).toThrow(expect.objectContaining({ code: 'Wallet.InvalidPhrase' }));
  await expect(signerFromPhrase('test', 0)).rejects.toMatchObject({ code: 'Wallet.InvalidPhrase' });
  expect((await signerFromPhrase(phrase.toUpperCase(), 0)).address).toBe(
    '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  );
});

test('a private key is 64 digits of a number in range; a bad one is not repeated in the error', () => {
  const key = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
  const address = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
  expect(signerFromPrivateKey(key).address).toBe(address);
  expect(signerFromPrivateKey(` 0x${key}\n`).address).toBe(address);
  expect(signerFromPrivateKey(hexToBytes(key)).address).toBe(address);
  for (const bad of [
    '',
    '0x',
    key.slice(2),
    `${key}00`,
    key.replace('a', 'g'),
    '0'.repeat(64),
    'f'.repeat(64),
  ]) {
    let message = '';
    try {
      signerFromPrivateKey(bad);
    } catch (error) {
      expect(error).toMatchObject({ code: 'Wallet.InvalidKey' });
      message = String(error);
    }
    expect(message).not.toBe('');
    if (bad.length > 8) expect(message).not.toContain(bad.slice(2, 10));
  }
});

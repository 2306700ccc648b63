import { expect, test } from 'vitest';
import { webRandom } from '../../core/crypto/random.ts';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { createVault } from './createVault.ts';
import type { VaultRecord } from './vaultRecord.ts';

const phrase = 'test test test test test test test test test test test junk';
const secret = { kind: 'phrase', phrase, accountIndex: 2 } as const;
const network = { name: 'local', url: 'http://127.0.0.1:5557' } as const;
const password = 'correct horse';

function setUp() {
  const local = unsafeMemoryArea();
  const session = unsafeMemoryArea();
  const clock = { nowMs: () => 1 };
  // Light parameters: what is tested is how things are sealed, not how long a guess takes.
  const deps = { local, session, random: webRandom, clock, parameters: { N: 2 ** 15, r: 8, p: 1 } };
  return { local, session, vault: createVault(deps) };
}

async function withAccount() {
  const world = setUp();
  const open = await world.vault.prepare({ secret, password, network });
  await world.vault.keep(open);
  return { ...world, open };
}

test('a vault opens with its password, to the same key and secret', async () => {
  const { vault, open } = await withAccount();
  await vault.lock();
  const again = await vault.unlock(password);
  expect(again.dataKey).toEqual(open.dataKey);
  expect(vault.secretOf(again)).toEqual(secret);
});

test('a wrong password is told as such, and nothing is remembered', async () => {
  const { vault, session } = await withAccount();
  await vault.lock();
  await expect(vault.unlock('correct hors')).rejects.toMatchObject({ code: 'Vault.WrongPassword' });
  expect(session.entries.size).toBe(0);
});

test('the data key is in memory only while unlocked, and on the disk never', async () => {
  const { vault, local, session, open } = await withAccount();
  const keyText = Buffer.from(open.dataKey).toString('base64');
  expect([...session.entries.values()].join()).toContain(keyText);
  expect(await vault.restore()).toEqual(open);
  await vault.lock();
  expect(session.entries.size).toBe(0);
  expect(await vault.restore()).toBeUndefined();
  const disk = [...local.entries.values()].join();
  expect(disk).not.toContain(keyText);
  expect(disk).not.toContain('junk');
  expect(disk).not.toContain(Buffer.from(phrase).toString('base64').slice(0, 20));
});

test('nothing is on the disk before the account is kept', async () => {
  const { vault, local } = setUp();
  await vault.prepare({ secret, password, network });
  expect(local.entries.size).toBe(0);
});

test('two vaults of one secret and password have nothing in common', async () => {
  const first = (await withAccount()).open;
  const second = (await withAccount()).open;
  expect(first.dataKey).not.toEqual(second.dataKey);
  expect(first.record.kdf.salt).not.toBe(second.record.kdf.salt);
  expect(first.record.accountId).not.toBe(second.record.accountId);
});

const tamperings: readonly [string, (record: VaultRecord) => unknown][] = [
  [
    'the address of the node',
    (record) => ({ ...record, network: { ...network, url: 'https://evil.example' } }),
  ],
  ['the account id', (record) => ({ ...record, accountId: '00'.repeat(16) })],
  ['the wrapped key', (record) => ({ ...record, wrappedDataKey: flipFirst(record.wrappedDataKey) })],
  ['the salt', (record) => ({ ...record, kdf: { ...record.kdf, salt: flipFirst(record.kdf.salt) } })],
  ['the cost', (record) => ({ ...record, kdf: { ...record.kdf, N: 2 ** 16 } })],
];

function flipFirst(base64: string): string {
  return (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);
}

test.each(tamperings)('a record with %s changed does not open', async (_, tamper) => {
  const { vault, local, open } = await withAccount();
  await vault.lock();
  await local.set('vault.record', tamper(open.record));
  await expect(vault.unlock(password)).rejects.toMatchObject({ code: 'Vault.WrongPassword' });
});

test.each([
  ['a later version', { version: 2 }],
  ['an unknown field', { extra: true }],
  ['a cost too low to protect', { kdf: { name: 'scrypt', N: 2, r: 8, p: 1, salt: 'AAAA' } }],
  ['a cost too high to bear', { kdf: { name: 'scrypt', N: 2 ** 24, r: 8, p: 1, salt: 'AAAA' } }],
])('a record with %s is refused as damaged', async (_, change) => {
  const { vault, local, open } = await withAccount();
  await local.set('vault.record', { ...open.record, ...change });
  await expect(vault.unlock(password)).rejects.toMatchObject({ code: 'Vault.Corrupt' });
});

test('a secret that was changed on the disk is told as damage', async () => {
  const { vault, open } = await withAccount();
  const record = { ...open.record, sealedSecret: flipFirst(open.record.sealedSecret) };
  expect(() => vault.secretOf({ ...open, record })).toThrow(
    expect.objectContaining({ code: 'Vault.Corrupt' }),
  );
});

test('a second account, a short password and an absent vault are refused by code', async () => {
  const { vault } = await withAccount();
  await expect(vault.prepare({ secret, password, network })).rejects.toMatchObject({ code: 'Vault.Exists' });
  await vault.destroy();
  await expect(vault.unlock(password)).rejects.toMatchObject({ code: 'Vault.Missing' });
  await expect(vault.prepare({ secret, password: 'seven77', network })).rejects.toMatchObject({
    code: 'Vault.WeakPassword',
  });
});

test('a key in memory of another account is not taken', async () => {
  const { vault, session } = await withAccount();
  await session.set('vault.dataKey', { accountId: 'ff'.repeat(16), dataKey: 'AAAA' });
  expect(await vault.restore()).toBeUndefined();
});

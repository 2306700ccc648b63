import { expect, test } from 'vitest';
import { seededRandom } from '../../../tests/support/seededRandom.ts';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { ed25519PublicKey } from '../crypto/ed25519.ts';
import { encodeInboxCredential } from '../identity/inboxCredential.ts';
import { createKeyPackage } from '../mls/createKeyPackage.ts';
import type { Extension } from '../mls/extension.ts';
import { decodeKeyPackage } from '../mls/keyPackage.ts';
import { verifyKeyPackages } from './fetchedKeyPackage.ts';
import { xmtpCapabilities, xmtpLifetime } from './xmtpCapabilities.ts';
import { createXmtpKeyPackage } from './xmtpKeyPackage.ts';

const nowMs = Date.UTC(2026, 0, 1);
const random = seededRandom('key packages');
const inboxId = 'a1'.repeat(32);
const seed = random.bytes(32);
const own = { inboxId, seed, publicKey: ed25519PublicKey(seed) };
const installationId = bytesToHex(own.publicKey);
const days = (count: number): number => count * 24 * 60 * 60 * 1000;

const verify = async (bytes: Uint8Array | undefined, change: { at?: number; inboxId?: string } = {}) => {
  const request = { installationId, inboxId: change.inboxId ?? inboxId, bytes };
  return (await verifyKeyPackages([request], change.at ?? nowMs)).get(installationId);
};
const refused = (reason: string) => ({ kind: 'refused', reason });

test('our key package is what libxmtp 1.11 makes', () => {
  const secrets = createXmtpKeyPackage(own, nowMs, random);
  // libxmtp's has as many.
  expect(secrets.keyPackage).toHaveLength(1663);
  const { leafNode, extensions } = decodeKeyPackage(secrets.keyPackage);
  expect(leafNode.capabilities.extensions).toEqual([
    0x000a, 0x0001, 0xf000, 0x0006, 0xff02, 0xff00, 0xff01, 0xff03, 0xff04,
  ]);
  expect(leafNode.capabilities.proposals).toEqual([7, 8]);
  expect(leafNode.extensions).toEqual([
    { type: 1, data: new TlsWriter().opaque(utf8Encode(inboxId)).finish() },
  ]);
  expect(extensions.map(({ type }) => type)).toEqual([0x000a, 0xff04, 0xff03]);
  expect([...(extensions[1]?.data ?? [])]).toEqual([0x0a, 1, 3]);
});

test('a key package is found good by those who ask for it', async () => {
  const secrets = createXmtpKeyPackage(own, nowMs, random);
  expect(await verify(secrets.keyPackage)).toMatchObject({
    kind: 'ok',
    keyPackage: {
      installationId,
      inboxId,
      welcomeTarget: {
        hpkePublicKey: secrets.wrapperPublicKey,
        wrapperAlgorithm: 2,
        supportsPointers: true,
      },
    },
  });
});

test('its time is an hour ago to 84 days from now', async () => {
  const { keyPackage } = createXmtpKeyPackage(own, nowMs, random);
  expect(await verify(keyPackage, { at: nowMs + days(84) - 1000 })).toMatchObject({ kind: 'ok' });
  expect(await verify(keyPackage, { at: nowMs + days(84) + 1000 })).toEqual(refused('invalid'));
  expect(await verify(keyPackage, { at: nowMs - 3_601_000 })).toEqual(refused('invalid'));
});

test('one that is absent, broken or changed is refused', async () => {
  const { keyPackage } = createXmtpKeyPackage(own, nowMs, random);
  expect(await verify(undefined)).toEqual(refused('absent'));
  expect(await verify(new Uint8Array())).toEqual(refused('absent'));
  expect(await verify(keyPackage.slice(0, -1))).toEqual(refused('invalid'));
  const changed = keyPackage.slice();
  changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1;
  expect(await verify(changed)).toEqual(refused('invalid'));
});

test('one of another installation or inbox is refused', async () => {
  const otherSeed = random.bytes(32);
  const other = { inboxId, seed: otherSeed, publicKey: ed25519PublicKey(otherSeed) };
  expect(await verify(createXmtpKeyPackage(other, nowMs, random).keyPackage)).toEqual(refused('foreign'));
  const { keyPackage } = createXmtpKeyPackage(own, nowMs, random);
  expect(await verify(keyPackage, { inboxId: 'b0'.repeat(32) })).toEqual(refused('foreign'));
});

const custom = (change: { leafExtensions?: readonly Extension[]; extensions?: readonly Extension[] }) =>
  createKeyPackage(
    {
      identity: encodeInboxCredential(inboxId),
      signaturePrivateKey: seed,
      capabilities: xmtpCapabilities,
      lifetime: xmtpLifetime(nowMs),
      ...change,
    },
    random,
  );

test('an application id must not name another inbox', async () => {
  const data = new TlsWriter().opaque(utf8Encode('b0'.repeat(32))).finish();
  expect(await verify(custom({ leafExtensions: [{ type: 1, data }] }).bytes)).toEqual(refused('foreign'));
});

test('without a wrapper key the init key is used', async () => {
  const { bytes, keyPackage } = custom({});
  expect(await verify(bytes)).toMatchObject({
    kind: 'ok',
    keyPackage: {
      welcomeTarget: { hpkePublicKey: keyPackage.initKey, wrapperAlgorithm: 1, supportsPointers: false },
    },
  });
});

test.each([
  ['rubbish', Uint8Array.of(0xff)],
  ['a key of the wrong length', Uint8Array.of(0x0a, 1, 7, 0x10, 2)],
  ['the symmetric algorithm', Uint8Array.of(0x0a, 1, 7, 0x10, 3)],
])('a wrapper extension that is %s is refused', async (_name, data) => {
  const { bytes } = custom({ extensions: [{ type: 0xff03, data }] });
  expect(await verify(bytes)).toEqual(refused('malformedExtension'));
});

test('the answers keep to their installations', async () => {
  const seeds = [random.bytes(32), random.bytes(32), random.bytes(32)];
  const owners = seeds.map((one) => ({ inboxId, seed: one, publicKey: ed25519PublicKey(one) }));
  const requests = owners.map((owner, index) => ({
    installationId: bytesToHex(owner.publicKey),
    inboxId,
    bytes: index === 1 ? undefined : createXmtpKeyPackage(owner, nowMs, random).keyPackage,
  }));
  const results = await verifyKeyPackages(requests, nowMs);
  expect(requests.map((one) => results.get(one.installationId)?.kind)).toEqual(['ok', 'refused', 'ok']);
});

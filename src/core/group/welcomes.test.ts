import { expect, test } from 'vitest';
import { seededRandom } from '../../../tests/support/seededRandom.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { dhkemX25519 } from '../crypto/dhkemX25519.ts';
import { xWing } from '../crypto/xWing.ts';
import type { WelcomeEnvelope, WelcomeInput } from '../ports.ts';
import { type KeyPackageSecrets, keyPackageLookupKeys } from './keyPackageSecrets.ts';
import { openPointee, openWelcome } from './openWelcome.ts';
import { sealWelcomes, type WelcomeTarget } from './sealWelcomes.ts';
import { createWelcomePointer, decodeWelcomePointer, encodeWelcomePointer } from './welcomePointer.ts';

const random = seededRandom('welcomes');
const welcome = random.bytes(900);

const secretsOf = (): KeyPackageSecrets => {
  const init = dhkemX25519.derive(random.bytes(32));
  const wrapper = xWing.derive(random.bytes(32));
  return {
    keyPackage: new Uint8Array(),
    refHex: '',
    initPublicKey: init.publicKey,
    initPrivateKey: init.privateKey,
    encryptionPrivateKey: new Uint8Array(),
    wrapperPublicKey: wrapper.publicKey,
    wrapperPrivateKey: wrapper.privateKey,
  };
};
const targetOf = (secrets: KeyPackageSecrets, change: Partial<WelcomeTarget> = {}): WelcomeTarget => ({
  installationKey: random.bytes(32),
  hpkePublicKey: secrets.wrapperPublicKey,
  wrapperAlgorithm: 2,
  supportsPointers: true,
  ...change,
});
const seal = (targets: readonly WelcomeTarget[]) =>
  sealWelcomes({ welcome, messageCursor: 77n, targets, random });
const deliver = (input: WelcomeInput | undefined): WelcomeEnvelope => {
  if (input === undefined) throw new Error('nothing was sent');
  return { ...input, id: 1n, createdNs: 1n };
};

test('wrapped with X-Wing', () => {
  const secrets = secretsOf();
  const [call] = seal([targetOf(secrets)]).calls;
  const envelope = deliver(call?.[0]);
  expect(keyPackageLookupKeys(secrets)).toContain(bytesToHex(envelope.hpkePublicKey));
  expect(openWelcome(envelope, secrets)).toEqual({ kind: 'welcome', welcome, messageCursor: 77n });
  expect(openWelcome(envelope, secretsOf())).toEqual({ kind: 'invalid', reason: 'openFailed' });
});

test('wrapped with Curve25519, also under an unknown number', () => {
  const secrets = secretsOf();
  const target = targetOf(secrets, { hpkePublicKey: secrets.initPublicKey, wrapperAlgorithm: 1 });
  const envelope = deliver(seal([target]).calls[0]?.[0]);
  for (const wrapperAlgorithm of [0, 1, 77]) {
    expect(openWelcome({ ...envelope, wrapperAlgorithm }, secrets)).toEqual({
      kind: 'welcome',
      welcome,
      messageCursor: 77n,
    });
  }
  expect(openWelcome({ ...envelope, wrapperAlgorithm: 3 }, secrets)).toEqual({
    kind: 'invalid',
    reason: 'unknownAlgorithm',
  });
});

test('a welcome without metadata starts at the beginning', () => {
  const secrets = secretsOf();
  const envelope = deliver(seal([targetOf(secrets)]).calls[0]?.[0]);
  if (envelope.kind !== 'welcome') throw new Error('a pointer');
  expect(openWelcome({ ...envelope, welcomeMetadata: new Uint8Array() }, secrets)).toEqual({
    kind: 'welcome',
    welcome,
    messageCursor: 0n,
  });
});

test('from three installations on the welcome is sent once', () => {
  const secrets = [secretsOf(), secretsOf(), secretsOf()];
  const incapable = secretsOf();
  expect(seal(secrets.slice(0, 2).map((one) => targetOf(one))).calls[0]?.map(({ kind }) => kind)).toEqual([
    'welcome',
    'welcome',
  ]);
  const targets = [targetOf(incapable, { supportsPointers: false }), ...secrets.map((one) => targetOf(one))];
  const { calls } = seal(targets);
  const inputs = calls.flat();
  expect(inputs.map(({ kind }) => kind)).toEqual(['welcome', 'welcome', 'pointer', 'pointer', 'pointer']);
  const pointee = deliver(inputs[0]);
  expect(pointee.hpkePublicKey).toHaveLength(0);
  expect(pointee.wrapperAlgorithm).toBe(3);
  expect(openWelcome(deliver(inputs[1]), incapable).kind).toBe('welcome');
  secrets.forEach((own, index) => {
    const opened = openWelcome(deliver(inputs[index + 2]), own);
    if (opened.kind !== 'pointer') throw new Error(opened.kind);
    expect(opened.pointer.destination).toEqual(pointee.installationKey);
    expect(openPointee(opened.pointer, pointee)).toEqual({ kind: 'welcome', welcome, messageCursor: 77n });
    const otherPointer = { ...opened.pointer, encryptionKey: new Uint8Array(32) };
    expect(openPointee(otherPointer, pointee)).toEqual({ kind: 'invalid', reason: 'openFailed' });
    expect(openPointee(opened.pointer, deliver(inputs[3]))).toEqual({
      kind: 'invalid',
      reason: 'notAPointee',
    });
  });
});

test('calls of at most fifty', () => {
  const secrets = secretsOf();
  const target = targetOf(secrets, {
    hpkePublicKey: secrets.initPublicKey,
    wrapperAlgorithm: 1,
    supportsPointers: false,
  });
  expect(seal(new Array<WelcomeTarget>(51).fill(target)).calls.map(({ length }) => length)).toEqual([50, 1]);
});

test('one broken key does not keep the others out', () => {
  const secrets = secretsOf();
  const broken = targetOf(secrets, { hpkePublicKey: new Uint8Array(32), wrapperAlgorithm: 1 });
  const { calls, unreachableInstallationIds } = seal([broken, targetOf(secrets)]);
  expect(calls.flat()).toHaveLength(1);
  expect(unreachableInstallationIds).toEqual([bytesToHex(broken.installationKey)]);
});

test('a pointer of the wrong shape is malformed', () => {
  const pointer = createWelcomePointer(random);
  expect(decodeWelcomePointer(encodeWelcomePointer(pointer))).toEqual(pointer);
  for (const change of [
    { destination: new Uint8Array(31) },
    { encryptionKey: new Uint8Array(16) },
    { dataNonce: new Uint8Array(24) },
    { metadataNonce: new Uint8Array() },
  ]) {
    expect(() => decodeWelcomePointer(encodeWelcomePointer({ ...pointer, ...change }))).toThrow(
      expect.objectContaining({ code: 'Codec.Malformed' }),
    );
  }
});

import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { ed25519PublicKey } from '../crypto/ed25519.ts';
import { IdentityUpdateSchema } from '../gen/identity/associations/association_pb.js';
import { signerFromPrivateKey } from '../wallet/localSigner.ts';
import { applyIdentityUpdate } from './applyIdentityUpdate.ts';
import {
  addInstallationUpdate,
  createInboxUpdate,
  revokeInstallationsUpdate,
} from './buildIdentityUpdate.ts';
import type { IdentityState } from './identityState.ts';
import { installationKeysOf } from './identityState.ts';
import { decodeInboxCredential, encodeInboxCredential } from './inboxCredential.ts';
import { generateInboxId } from './inboxId.ts';

const signer = signerFromPrivateKey(new Uint8Array(32).fill(1));
const pair = (fill: number) => {
  const seed = new Uint8Array(32).fill(fill);
  return { seed, publicKey: ed25519PublicKey(seed) };
};
const [first, second] = [pair(2), pair(3)];

type Update = Awaited<ReturnType<typeof addInstallationUpdate>>;

const apply = async (state: IdentityState | undefined, update: Update): Promise<IdentityState> => {
  const onTheWire = fromBinary(IdentityUpdateSchema, toBinary(IdentityUpdateSchema, update));
  const outcome = await applyIdentityUpdate(state, onTheWire);
  if (outcome.kind !== 'applied') throw new Error(outcome.reason);
  return outcome.state;
};

test('register, join with a second installation, revoke the first', async () => {
  const { inboxId, update } = await createInboxUpdate({ signer, nonce: 1n, installation: first, nowNs: 1n });
  expect(inboxId).toBe(generateInboxId(signer.address, 1n));
  const registered = await apply(undefined, update);
  expect(installationKeysOf(registered)).toEqual([first.publicKey]);
  const join = await addInstallationUpdate({ signer, inboxId, installation: second, nowNs: 10n ** 9n });
  const joined = await apply(registered, join);
  expect(installationKeysOf(joined)).toEqual([first.publicKey, second.publicKey]);
  const revoke = await revokeInstallationsUpdate({
    signer,
    inboxId,
    installationKeys: [first.publicKey],
    nowNs: 2n * 10n ** 9n,
  });
  expect(installationKeysOf(await apply(joined, revoke))).toEqual([second.publicKey]);
});

test('a wallet that answers with another account is found out before the node is asked', async () => {
  const other = signerFromPrivateKey(new Uint8Array(32).fill(9));
  const switched = { address: signer.address, signText: other.signText };
  await expect(
    createInboxUpdate({ signer: switched, nonce: 1n, installation: first, nowNs: 1n }),
  ).rejects.toMatchObject({ code: 'Identity.WrongSigner' });
  const garbage = { address: signer.address, signText: async () => new Uint8Array(3) };
  await expect(
    addInstallationUpdate({ signer: garbage, inboxId: '0'.repeat(64), installation: first, nowNs: 1n }),
  ).rejects.toMatchObject({ code: 'Identity.WrongSigner' });
});

test('a credential names one inbox or none', () => {
  const inboxId = generateInboxId(signer.address, 1n);
  expect(decodeInboxCredential(encodeInboxCredential(inboxId))).toBe(inboxId);
  for (const bad of [new Uint8Array(), Uint8Array.of(0xff), encodeInboxCredential('not an id')]) {
    expect(decodeInboxCredential(bad)).toBeUndefined();
  }
});

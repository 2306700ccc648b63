import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import {
  addInstallationUpdate,
  createInboxUpdate,
  revokeInstallationsUpdate,
} from '../../src/core/identity/buildIdentityUpdate.ts';
import {
  emptyIdentityLog,
  extendIdentityLog,
  type IdentityLog,
  identityStateAt,
} from '../../src/core/identity/identityLog.ts';
import { installationKeysOf } from '../../src/core/identity/identityState.ts';
import { defaultInboxNonce, generateInboxId } from '../../src/core/identity/inboxId.ts';
import type { NodeApi } from '../../src/core/ports.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let peer: OfficialPeer;
let api: NodeApi;

beforeAll(async () => {
  node = await startTestNode();
  api = createNodeApi({ baseUrl: node.webUrl });
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
});

afterAll(async () => {
  await peer?.close();
  await node?.stop();
});

const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n;

const fetchLog = async (inboxId: string): Promise<IdentityLog> => {
  const logs = await api.getIdentityUpdates([{ inboxId, afterSequenceId: 0n }]);
  return extendIdentityLog(emptyIdentityLog(inboxId), logs.get(inboxId) ?? []);
};

const installationsOf = (log: IdentityLog): readonly string[] => {
  const newest = identityStateAt(log);
  if (newest.kind !== 'found') throw new Error(`identity log: ${JSON.stringify(log.refused ?? newest.kind)}`);
  expect(newest.state.isVerified).toBe(true);
  return installationKeysOf(newest.state).map(bytesToHex);
};

test('we verify the identity that libxmtp wrote', async () => {
  const address = peer.address.toLowerCase();
  expect(peer.inboxId).toBe(generateInboxId(address, defaultInboxNonce));
  expect((await api.getInboxIds([address])).get(address)).toBe(peer.inboxId);
  expect(installationsOf(await fetchLog(peer.inboxId))).toEqual([peer.installationId]);
});

test('libxmtp verifies the identities that we write: register, join, revoke', async () => {
  const signer = signerFromPrivateKey(webRandom.bytes(32));
  const installation = () => {
    const seed = webRandom.bytes(32);
    return { seed, publicKey: ed25519PublicKey(seed) };
  };
  const [first, second] = [installation(), installation()];
  const [firstHex, secondHex] = [bytesToHex(first.publicKey), bytesToHex(second.publicKey)];
  const { inboxId, update } = await createInboxUpdate({
    signer,
    nonce: defaultInboxNonce,
    installation: first,
    nowNs: nowNs(),
  });
  await api.publishIdentityUpdate(update);
  expect(await peer.installations(inboxId)).toEqual([firstHex]);

  await api.publishIdentityUpdate(
    await addInstallationUpdate({ signer, inboxId, installation: second, nowNs: nowNs() }),
  );
  expect([...(await peer.installations(inboxId))].sort()).toEqual([firstHex, secondHex].sort());

  const installationKeys = [first.publicKey];
  await api.publishIdentityUpdate(
    await revokeInstallationsUpdate({ signer, inboxId, installationKeys, nowNs: nowNs() }),
  );
  expect(await peer.installations(inboxId)).toEqual([secondHex]);
  expect(installationsOf(await fetchLog(inboxId))).toEqual([secondHex]);
});

import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import type { CipherSuite } from '../../src/core/mls/cipherSuite.ts';
import { epochAuthenticator } from '../../src/core/mls/exporter.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import { encodeKeyPackage } from '../../src/core/mls/keyPackage.ts';
import { decodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { openKeyPackage } from '../../src/core/mls/openKeyPackage.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import type { PreSharedKey } from '../../src/core/mls/preSharedKeyId.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import { joinGroupState, splitGroupState } from '../../src/core/mls/splitGroupState.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';

export interface PassiveClientVector {
  cipher_suite: number;
  external_psks: { psk_id: string; psk: string }[];
  key_package: string;
  signature_priv: string;
  encryption_priv: string;
  init_priv: string;
  welcome: string;
  ratchet_tree: string | null;
  initial_epoch_authenticator: string;
  epochs: { proposals: string[]; commit: string; epoch_authenticator: string }[];
}

/** Follows a group from its welcome through all epochs; each state goes through its stored parts once. */
export function followGroup(vector: PassiveClientVector, suite: CipherSuite): GroupState {
  const message = decodeMlsMessage(bytes(vector.key_package));
  if (message.wireFormat !== 'keyPackage') throw new Error('not a key package');
  const keyPackage = encodeKeyPackage(message.keyPackage);
  verifyNow(openKeyPackage(keyPackage, { suite }));
  const psks: PreSharedKey[] = vector.external_psks.map(({ psk_id, psk }) => ({
    id: { kind: 'external', pskId: bytes(psk_id), nonce: new Uint8Array() },
    secret: bytes(psk),
  }));
  const joined = verifyNow(
    joinGroup({
      welcome: bytes(vector.welcome),
      keyPackage,
      initPrivateKey: bytes(vector.init_priv),
      encryptionPrivateKey: bytes(vector.encryption_priv),
      signaturePrivateKey: bytes(vector.signature_priv),
      ...(vector.ratchet_tree === null ? {} : { ratchetTree: bytes(vector.ratchet_tree) }),
      psks,
      suite,
    }),
  );
  let { state } = joined;
  expect(epochAuthenticator(state)).toEqual(bytes(vector.initial_epoch_authenticator));
  vector.epochs.forEach((epoch) => {
    for (const proposal of epoch.proposals) {
      const opened = openMessage(state, bytes(proposal), { acceptPublic: true });
      const content = verifyNow(opened.content);
      if (content.kind !== 'proposal') throw new Error('not a proposal');
      state = storeProposal(opened.state, content.proposal);
    }
    const opened = openMessage(state, bytes(epoch.commit), { acceptPublic: true });
    const content = verifyNow(opened.content);
    if (content.kind !== 'commit') throw new Error('not a commit');
    const outcome = verifyNow(processCommit(opened.state, content.commit, { psks }));
    expect(outcome.kind).toBe('applied');
    expect(epochAuthenticator(outcome.state)).toEqual(bytes(epoch.epoch_authenticator));
    state = joinGroupState(splitGroupState(outcome.state), suite);
  });
  return state;
}

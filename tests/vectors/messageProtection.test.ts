import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { encodeTls } from '../../src/core/bytes/tlsWriter.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { readCommit, writeCommit } from '../../src/core/mls/commit.ts';
import type { FramedBody } from '../../src/core/mls/framedContent.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { createMessageKeys } from '../../src/core/mls/messageKeys.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { decodeProposal, encodeProposal } from '../../src/core/mls/proposal.ts';
import { RatchetTree } from '../../src/core/mls/ratchetTree.ts';
import { sealMessage, signContentOf } from '../../src/core/mls/sealMessage.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  group_id: string;
  epoch: number;
  tree_hash: string;
  confirmed_transcript_hash: string;
  signature_priv: string;
  signature_pub: string;
  encryption_secret: string;
  sender_data_secret: string;
  membership_key: string;
  proposal: string;
  proposal_priv: string;
  proposal_pub: string;
  commit: string;
  commit_priv: string;
  commit_pub: string;
  application: string;
  application_priv: string;
}

/** A group of two in which leaf 1 sends; its other fields play no part in the protection of messages. */
function groupOf(vector: Vector, ownLeafIndex: number): GroupState {
  const secret = new Uint8Array(32);
  const leaf = (signatureKey: Uint8Array) => ({
    encryptionKey: new Uint8Array(32),
    signatureKey,
    credential: { type: 'basic', identity: new Uint8Array() } as const,
    capabilities: { versions: [1], cipherSuites: [3], extensions: [], proposals: [], credentials: [1] },
    source: { kind: 'update' } as const,
    extensions: [],
    signature: new Uint8Array(),
  });
  return {
    suite: suite3,
    groupContext: {
      version: 1,
      cipherSuite: 3,
      groupId: bytes(vector.group_id),
      epoch: BigInt(vector.epoch),
      treeHash: bytes(vector.tree_hash),
      confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
      extensions: [],
    },
    ownLeafIndex,
    status: 'active',
    pendingProposals: [],
    signaturePrivateKey: bytes(vector.signature_priv),
    interimTranscriptHash: secret,
    tree: new RatchetTree([leaf(secret), leaf(bytes(vector.signature_pub))], [undefined]),
    privateKeys: new Map(),
    secrets: {
      senderDataSecret: bytes(vector.sender_data_secret),
      membershipKey: bytes(vector.membership_key),
      exporterSecret: secret,
      externalSecret: secret,
      confirmationKey: secret,
      resumptionPsk: secret,
      epochAuthenticator: secret,
      initSecret: secret,
    },
    messageKeys: createMessageKeys(2, bytes(vector.encryption_secret)),
    pastEpochs: [],
  };
}

vectorTest<Vector>('message-protection', (vector) => {
  const receiver = groupOf(vector, 0);
  const sender = groupOf(vector, 1);

  /** The content of a message, in the form that the vectors give it. */
  const open = (message: Uint8Array): Uint8Array => {
    const content = verifyNow(openMessage(receiver, message, { acceptPublic: true }).content);
    if (content.kind === 'application') return content.data;
    if (content.kind === 'proposal') return encodeProposal(content.proposal.proposal);
    const { body } = content.commit.authenticated.content;
    if (body.kind !== 'commit') throw new Error('a commit that is none');
    return encodeTls(body.commit, writeCommit);
  };
  const protect = (body: FramedBody, format: 'publicMessage' | 'privateMessage', padding = 0): Uint8Array => {
    const signed = signContentOf(sender, body, format);
    const tagged =
      body.kind === 'commit'
        ? { ...signed, auth: { ...signed.auth, confirmationTag: new Uint8Array(32) } }
        : signed;
    return sealMessage(sender, tagged, webRandom, padding).bytes;
  };

  const bodies = {
    proposal: { kind: 'proposal', proposal: decodeProposal(bytes(vector.proposal)) },
    commit: { kind: 'commit', commit: decodeTls(bytes(vector.commit), readCommit) },
    application: { kind: 'application', data: bytes(vector.application) },
  } as const satisfies Record<string, FramedBody>;

  for (const kind of ['proposal', 'commit', 'application'] as const) {
    const expected = bytes(vector[kind]);
    expect(open(bytes(vector[`${kind}_priv`]))).toEqual(expected);
    expect(open(protect(bodies[kind], 'privateMessage'))).toEqual(expected);
    expect(open(protect(bodies[kind], 'privateMessage', 977))).toEqual(expected);
  }
  for (const kind of ['proposal', 'commit'] as const) {
    expect(open(bytes(vector[`${kind}_pub`]))).toEqual(bytes(vector[kind]));
    expect(open(protect(bodies[kind], 'publicMessage'))).toEqual(bytes(vector[kind]));
  }
  expect(() => open(protect(bodies.application, 'publicMessage'))).toThrow('Mls.InvalidMessage');
});

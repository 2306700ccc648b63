import { utf8Decode, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { aes128Gcm } from '../../src/core/crypto/aead.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { unsafeCipherSuite } from '../../src/core/mls/cipherSuite.ts';
import { createApplicationMessage } from '../../src/core/mls/createApplicationMessage.ts';
import { createCommit } from '../../src/core/mls/createCommit.ts';
import { createGroup } from '../../src/core/mls/createGroup.ts';
import { createKeyPackage, type GeneratedKeyPackage } from '../../src/core/mls/createKeyPackage.ts';
import { createProposal } from '../../src/core/mls/createProposal.ts';
import { epochAuthenticator } from '../../src/core/mls/exporter.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import { encodeKeyPackage } from '../../src/core/mls/keyPackage.ts';
import { listMembers } from '../../src/core/mls/members.ts';
import { mergePendingCommit } from '../../src/core/mls/mergePendingCommit.ts';
import { decodeMlsMessage, encodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { openKeyPackage } from '../../src/core/mls/openKeyPackage.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import type { MlsPeer } from './mlsPeer.ts';

/** ts-mls has suite 3 only with one more package; suite 1 is the same but for the AEAD. */
const suite = unsafeCipherSuite(1, aes128Gcm);
const capabilities = { versions: [1], cipherSuites: [1], extensions: [], proposals: [], credentials: [1] };

export function createOurMlsPeer(name: string): MlsPeer {
  const identity = utf8Encode(name);
  const signaturePrivateKey = webRandom.bytes(32);
  const nowSeconds = BigInt(Math.floor(Date.now() / 1000));
  const lifetime = { notBefore: nowSeconds - 3600n, notAfter: nowSeconds + 86_400n };
  let generated: GeneratedKeyPackage | undefined;
  let state: GroupState;

  const add = (bytes: Uint8Array): Proposal => {
    const message = decodeMlsMessage(bytes);
    if (message.wireFormat !== 'keyPackage') throw new Error('not a key package');
    const opened = openKeyPackage(encodeKeyPackage(message.keyPackage), { nowSeconds, suite });
    return { kind: 'add', keyPackage: verifyNow(opened) };
  };
  const remove = (removedName: string): Proposal => {
    const member = listMembers(state).find((each) => utf8Decode(each.credentialIdentity) === removedName);
    if (member === undefined) throw new Error(`no member ${removedName}`);
    return { kind: 'remove', removed: member.leafIndex };
  };

  return {
    name,
    async keyPackage() {
      generated = createKeyPackage(
        { identity, signaturePrivateKey, capabilities, lifetime, suite },
        webRandom,
      );
      return encodeMlsMessage({ wireFormat: 'keyPackage', keyPackage: generated.keyPackage });
    },
    async create(groupId) {
      state = createGroup(
        { groupId, identity, signaturePrivateKey, capabilities, lifetime, suite },
        webRandom,
      );
    },
    async join(welcome) {
      if (generated === undefined) throw new Error('no key package');
      const { bytes: keyPackage, initPrivateKey, encryptionPrivateKey } = generated;
      const params = {
        welcome,
        keyPackage,
        initPrivateKey,
        encryptionPrivateKey,
        signaturePrivateKey,
        suite,
      };
      ({ state } = verifyNow(joinGroup(params)));
    },
    async commit(change) {
      const proposals = [...(change.remove ?? []).map(remove), ...(change.add ?? []).map(add)];
      const created = createCommit(state, { proposals }, webRandom);
      state = mergePendingCommit(created.state, created.pending);
      return { commit: created.commit, welcome: created.welcome };
    },
    async propose(change) {
      const proposal = 'add' in change ? add(change.add) : remove(change.remove);
      const created = createProposal(state, proposal, webRandom);
      state = storeProposal(created.state, created.proposal);
      return created.bytes;
    },
    async send(text) {
      const sealed = createApplicationMessage(state, utf8Encode(text), webRandom);
      state = sealed.state;
      return sealed.bytes;
    },
    async receive(message) {
      const opened = openMessage(state, message);
      const content = verifyNow(opened.content);
      state = opened.state;
      if (content.kind === 'application') return utf8Decode(content.data);
      if (content.kind === 'proposal') state = storeProposal(state, content.proposal);
      else ({ state } = verifyNow(processCommit(state, content.commit)));
      return undefined;
    },
    authenticator: () => bytesToHex(epochAuthenticator(state)),
  };
}

import {
  acceptAll,
  type ClientState,
  createApplicationMessage,
  createCommit,
  createGroup,
  createProposal,
  decodeMlsMessage,
  emptyPskIndex,
  encodeMlsMessage,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  type KeyPackage,
  type PrivateKeyPackage,
  type Proposal,
  processMessage,
} from 'ts-mls';
import { utf8Decode, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import type { MlsPeer } from './mlsPeer.ts';

const suiteName = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519';

export async function createTsMlsPeer(name: string): Promise<MlsPeer> {
  const suite = await getCiphersuiteImpl(getCiphersuiteFromName(suiteName));
  const nowSeconds = BigInt(Math.floor(Date.now() / 1000));
  let own: { publicPackage: KeyPackage; privatePackage: PrivateKeyPackage };
  let state: ClientState;

  const renew = async (): Promise<void> => {
    own = await generateKeyPackage(
      { credentialType: 'basic', identity: utf8Encode(name) },
      {
        versions: ['mls10'],
        ciphersuites: [suiteName],
        extensions: [],
        proposals: [],
        credentials: ['basic'],
      },
      { notBefore: nowSeconds - 3600n, notAfter: nowSeconds + 86_400n },
      [],
      suite,
    );
  };
  const decode = (bytes: Uint8Array) => {
    const decoded = decodeMlsMessage(bytes, 0);
    if (decoded === undefined || decoded[1] !== bytes.length)
      throw new Error('ts-mls cannot decode a message');
    return decoded[0];
  };
  const add = (bytes: Uint8Array): Proposal => {
    const message = decode(bytes);
    if (message.wireformat !== 'mls_key_package') throw new Error('not a key package');
    return { proposalType: 'add', add: { keyPackage: message.keyPackage } };
  };
  const remove = (removedName: string): Proposal => {
    const node = state.ratchetTree.findIndex(
      (each) =>
        each?.nodeType === 'leaf' &&
        each.leaf.credential.credentialType === 'basic' &&
        utf8Decode(each.leaf.credential.identity) === removedName,
    );
    if (node < 0) throw new Error(`no member ${removedName}`);
    return { proposalType: 'remove', remove: { removed: node / 2 } };
  };

  return {
    name,
    async keyPackage() {
      await renew();
      return encodeMlsMessage({
        version: 'mls10',
        wireformat: 'mls_key_package',
        keyPackage: own.publicPackage,
      });
    },
    async create(groupId) {
      await renew();
      state = await createGroup(groupId, own.publicPackage, own.privatePackage, [], suite);
    },
    async join(bytes) {
      const message = decode(bytes);
      if (message.wireformat !== 'mls_welcome') throw new Error('not a welcome');
      state = await joinGroup(message.welcome, own.publicPackage, own.privatePackage, emptyPskIndex, suite);
    },
    async commit(change) {
      const extraProposals = [...(change.remove ?? []).map(remove), ...(change.add ?? []).map(add)];
      const created = await createCommit(
        { state, cipherSuite: suite },
        { extraProposals, ratchetTreeExtension: true },
      );
      state = created.newState;
      return {
        commit: encodeMlsMessage(created.commit),
        welcome:
          created.welcome &&
          encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome: created.welcome }),
      };
    },
    async propose(change) {
      const proposal = 'add' in change ? add(change.add) : remove(change.remove);
      const created = await createProposal(state, false, proposal, suite);
      state = created.newState;
      return encodeMlsMessage(created.message);
    },
    async send(text) {
      const created = await createApplicationMessage(state, utf8Encode(text), suite);
      state = created.newState;
      return encodeMlsMessage({
        version: 'mls10',
        wireformat: 'mls_private_message',
        privateMessage: created.privateMessage,
      });
    },
    async receive(bytes) {
      const message = decode(bytes);
      if (message.wireformat !== 'mls_private_message') throw new Error('not a private message');
      const result = await processMessage(message, state, emptyPskIndex, acceptAll, suite);
      state = result.newState;
      return result.kind === 'applicationMessage' ? utf8Decode(result.message) : undefined;
    },
    authenticator: () => bytesToHex(state.keySchedule.epochAuthenticator),
  };
}

import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeTls, type TlsReader } from '../../src/core/bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../../src/core/bytes/tlsWriter.ts';
import { readCommit, writeCommit } from '../../src/core/mls/commit.ts';
import { decodeMlsMessage, encodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { decodeProposal, encodeProposal } from '../../src/core/mls/proposal.ts';
import { proposalTypes } from '../../src/core/mls/proposalType.ts';
import { decodeRatchetTree, encodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { readGroupSecrets, writeGroupSecrets } from '../../src/core/mls/welcome.ts';
import { vectorTest } from './vectorTest.ts';

type Vector = Readonly<Record<string, string>>;

const roundTrip = <T>(
  hex: string | undefined,
  read: (reader: TlsReader) => T,
  write: (writer: TlsWriter, value: T) => void,
): void => {
  const data = bytes(hex ?? '');
  expect(data.length).toBeGreaterThan(0);
  expect(encodeTls(decodeTls(data, read), write)).toEqual(data);
};

const messages = [
  'mls_welcome',
  'mls_group_info',
  'mls_key_package',
  'public_message_application',
  'public_message_proposal',
  'public_message_commit',
  'private_message',
];

const proposals = {
  add_proposal: proposalTypes.add,
  update_proposal: proposalTypes.update,
  remove_proposal: proposalTypes.remove,
  pre_shared_key_proposal: proposalTypes.psk,
  re_init_proposal: proposalTypes.reInit,
  external_init_proposal: proposalTypes.externalInit,
  group_context_extensions_proposal: proposalTypes.groupContextExtensions,
};

vectorTest<Vector>('messages', (vector) => {
  for (const name of messages) {
    const data = bytes(vector[name] ?? '');
    expect(encodeMlsMessage(decodeMlsMessage(data))).toEqual(data);
  }
  for (const [name, type] of Object.entries(proposals)) {
    // The vectors leave the type out.
    const data = Uint8Array.of(0, type, ...bytes(vector[name] ?? ''));
    expect(encodeProposal(decodeProposal(data))).toEqual(data);
  }
  const tree = bytes(vector.ratchet_tree ?? '');
  expect(encodeRatchetTree(decodeRatchetTree(tree))).toEqual(tree);
  roundTrip(vector.group_secrets, readGroupSecrets, writeGroupSecrets);
  roundTrip(vector.commit, readCommit, writeCommit);
});

import { decodeTls } from '../bytes/tlsReader.ts';
import { WalletInboxError } from '../errors.ts';
import type { CipherSuite } from './cipherSuite.ts';
import { encodeGroupContext, readGroupContext } from './groupContext.ts';
import type { GroupState, GroupStatus } from './groupState.ts';
import type { EpochSecrets } from './keySchedule.ts';
import type { PastEpochRecord } from './pastEpoch.ts';
import type { PendingProposal } from './pendingProposal.ts';
import type { PlainValue } from './plainValue.ts';
import { decodeProposal, encodeProposal } from './proposal.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { decodeRatchetTree, encodeRatchetTree } from './ratchetTreeExtension.ts';
import type { SecretTree } from './secretTree.ts';
import type { SenderRatchet } from './senderRatchet.ts';

/** The forms in which the parts of a group state are stored, each with its reader. A number in front tells the form. */

const formVersion = 1;

type PlainRecord = { readonly [key: string]: PlainValue };

function corrupt(): never {
  throw new WalletInboxError('Storage.Corrupt', 'A stored part of a group is not readable.');
}

const asRecord = (value: PlainValue | undefined): PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as PlainRecord)
    : corrupt();
const asArray = (value: PlainValue | undefined): readonly PlainValue[] =>
  Array.isArray(value) ? (value as readonly PlainValue[]) : corrupt();
const asBytes = (value: PlainValue | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : corrupt();
const asNumber = (value: PlainValue | undefined): number => (typeof value === 'number' ? value : corrupt());
/** Stores differ in whether a small bigint comes back as one. */
const asBigint = (value: PlainValue | undefined): bigint =>
  typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : corrupt();

const statuses: readonly GroupStatus[] = ['active', 'removed', 'reInitialized'];

export type CoreFields = Pick<
  GroupState,
  | 'groupContext'
  | 'ownLeafIndex'
  | 'status'
  | 'pendingProposals'
  | 'signaturePrivateKey'
  | 'interimTranscriptHash'
  | 'privateKeys'
>;

export function writeCore(state: GroupState): PlainValue {
  return {
    form: formVersion,
    cipherSuite: state.suite.id,
    groupContext: encodeGroupContext(state.groupContext),
    ownLeafIndex: state.ownLeafIndex,
    status: statuses.indexOf(state.status),
    pendingProposals: state.pendingProposals.map((pending) => ({
      reference: pending.reference,
      proposal: encodeProposal(pending.proposal),
      sender: pending.sender,
      encryptionPrivateKey: pending.encryptionPrivateKey ?? null,
    })),
    signaturePrivateKey: state.signaturePrivateKey,
    interimTranscriptHash: state.interimTranscriptHash,
    privateKeys: [...state.privateKeys].map(([node, key]) => ({ node, key })),
  };
}

function readPending(value: PlainValue): PendingProposal {
  const { reference, proposal, sender, encryptionPrivateKey } = asRecord(value);
  const pending: PendingProposal = {
    reference: asBytes(reference),
    proposal: decodeProposal(asBytes(proposal)),
    sender: asNumber(sender),
  };
  if (encryptionPrivateKey === null || encryptionPrivateKey === undefined) return pending;
  return { ...pending, encryptionPrivateKey: asBytes(encryptionPrivateKey) };
}

export function readCore(value: PlainValue | undefined, suite: CipherSuite): CoreFields {
  const core = asRecord(value);
  if (core.form !== formVersion || core.cipherSuite !== suite.id) return corrupt();
  return {
    groupContext: decodeTls(asBytes(core.groupContext), readGroupContext),
    ownLeafIndex: asNumber(core.ownLeafIndex),
    status: statuses[asNumber(core.status)] ?? corrupt(),
    pendingProposals: asArray(core.pendingProposals).map(readPending),
    signaturePrivateKey: asBytes(core.signaturePrivateKey),
    interimTranscriptHash: asBytes(core.interimTranscriptHash),
    privateKeys: new Map(
      asArray(core.privateKeys).map((entry) => {
        const { node, key } = asRecord(entry);
        return [asNumber(node), asBytes(key)] as const;
      }),
    ),
  };
}

export const writeTree = (tree: RatchetTree): PlainValue => encodeRatchetTree(tree);
export const readTree = (value: PlainValue | undefined): RatchetTree => decodeRatchetTree(asBytes(value));

const secretNames = [
  'senderDataSecret',
  'exporterSecret',
  'externalSecret',
  'confirmationKey',
  'membershipKey',
  'resumptionPsk',
  'epochAuthenticator',
  'initSecret',
] as const satisfies readonly (keyof EpochSecrets)[];

export const writeSecrets = (secrets: EpochSecrets): PlainValue => ({ ...secrets });

export function readSecrets(value: PlainValue | undefined): EpochSecrets {
  const record = asRecord(value);
  const entries = secretNames.map((name) => [name, asBytes(record[name])] as const);
  return Object.fromEntries(entries) as Record<(typeof secretNames)[number], Uint8Array>;
}

export const writePastEpoch = (record: PastEpochRecord): PlainValue => ({ ...record });

export function readPastEpoch(value: PlainValue | undefined): PastEpochRecord {
  const record = asRecord(value);
  return {
    epoch: asBigint(record.epoch),
    senderDataSecret: asBytes(record.senderDataSecret),
    resumptionPsk: asBytes(record.resumptionPsk),
    groupContext: asBytes(record.groupContext),
    members: asBytes(record.members),
  };
}

export const writeSecretTree = ({ leafCount, nodes }: SecretTree): PlainValue => ({
  leafCount,
  nodes: nodes.map(({ node, secret }) => ({ node, secret })),
});

export function readSecretTree(value: PlainValue | undefined): SecretTree {
  const { leafCount, nodes } = asRecord(value);
  return {
    leafCount: asNumber(leafCount),
    nodes: asArray(nodes).map((entry) => {
      const { node, secret } = asRecord(entry);
      return { node: asNumber(node), secret: asBytes(secret) };
    }),
  };
}

export const writeRatchet = ({ generation, secret, skipped }: SenderRatchet): PlainValue => ({
  generation,
  secret,
  skipped: skipped.map((kept) => ({ ...kept })),
});

export function readRatchet(value: PlainValue | undefined): SenderRatchet {
  const { generation, secret, skipped } = asRecord(value);
  return {
    generation: asNumber(generation),
    secret: asBytes(secret),
    skipped: asArray(skipped).map((entry) => {
      const kept = asRecord(entry);
      return { generation: asNumber(kept.generation), key: asBytes(kept.key), nonce: asBytes(kept.nonce) };
    }),
  };
}

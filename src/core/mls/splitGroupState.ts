import { isWalletInboxError, WalletInboxError } from '../errors.ts';
import { type CipherSuite, suite3 } from './cipherSuite.ts';
import type { GroupState } from './groupState.ts';
import {
  readCore,
  readPastEpoch,
  readRatchet,
  readSecrets,
  readSecretTree,
  readTree,
  writeCore,
  writePastEpoch,
  writeRatchet,
  writeSecrets,
  writeSecretTree,
  writeTree,
} from './groupStateParts.ts';
import { type MessageKeys, ratchetSlot } from './messageKeys.ts';
import type { PlainValue } from './plainValue.ts';
import type { SenderRatchet } from './senderRatchet.ts';

/**
 * A group state in parts that are stored one by one. Keys: `core` (small; proposals and commits change it), `tree`
 * (big; commits change it), `epoch/E`, `secretTree/E` (a sender's first message of an epoch changes it), and
 * `ratchet/E/LEAF/application` or `.../handshake` (each message changes one).
 */
export type GroupStateParts = ReadonlyMap<string, PlainValue>;

/** What to write and what to delete so that the stored parts of one state become those of another. */
export interface PartChanges {
  readonly put: GroupStateParts;
  readonly remove: readonly string[];
}

export function splitGroupState(state: GroupState): GroupStateParts {
  return changedParts(undefined, state).put;
}

/** Costs a few comparisons of references where little changed; only parts that differ are written out. */
export function changedParts(before: GroupState | undefined, after: GroupState): PartChanges {
  const put = new Map<string, PlainValue>();
  const remove: string[] = [];
  if (before === undefined || !sameCore(before, after)) put.set('core', writeCore(after));
  if (before?.tree !== after.tree) put.set('tree', writeTree(after.tree));

  const kept = new Set<bigint>();
  for (const epoch of epochsOf(after)) {
    kept.add(epoch.number);
    const old = before && epochsOf(before).find(({ number }) => number === epoch.number);
    if (old?.source !== epoch.source) put.set(`epoch/${epoch.number}`, epoch.write());
    if (old?.keys.secretTree !== epoch.keys.secretTree) {
      put.set(`secretTree/${epoch.number}`, writeSecretTree(epoch.keys.secretTree));
    }
    compareRatchets(epoch.number, old?.keys.ratchets ?? [], epoch.keys.ratchets, put, remove);
  }
  for (const old of before === undefined ? [] : epochsOf(before)) {
    if (kept.has(old.number)) continue;
    remove.push(`epoch/${old.number}`, `secretTree/${old.number}`);
    compareRatchets(old.number, old.keys.ratchets, [], put, remove);
  }
  return { put, remove };
}

const coreFields = [
  'groupContext',
  'ownLeafIndex',
  'status',
  'pendingProposals',
  'signaturePrivateKey',
  'interimTranscriptHash',
  'privateKeys',
] as const satisfies readonly (keyof GroupState)[];

const sameCore = (one: GroupState, other: GroupState): boolean =>
  coreFields.every((field) => one[field] === other[field]);

interface StoredEpoch {
  readonly number: bigint;
  /** Whose identity tells whether the part `epoch/E` is still the same. */
  readonly source: object;
  readonly keys: MessageKeys;
  write(): PlainValue;
}

function epochsOf(state: GroupState): StoredEpoch[] {
  return [
    {
      number: state.groupContext.epoch,
      source: state.secrets,
      keys: state.messageKeys,
      write: () => writeSecrets(state.secrets),
    },
    ...state.pastEpochs.map(({ record, messageKeys }) => ({
      number: record.epoch,
      source: record,
      keys: messageKeys,
      write: () => writePastEpoch(record),
    })),
  ];
}

function compareRatchets(
  epoch: bigint,
  before: MessageKeys['ratchets'],
  after: MessageKeys['ratchets'],
  put: Map<string, PlainValue>,
  remove: string[],
): void {
  const slots = Math.max(before.length, after.length);
  for (let slot = 0; slot < slots; slot += 1) {
    const ratchet = after[slot];
    if (ratchet === before[slot]) continue;
    const key = `ratchet/${epoch}/${slot >>> 1}/${slot % 2 === 1 ? 'application' : 'handshake'}`;
    if (ratchet === undefined) remove.push(key);
    else put.set(key, writeRatchet(ratchet));
  }
}

/**
 * The state of which {@link splitGroupState} or successive {@link changedParts} made `parts`.
 *
 * @throws Storage.Corrupt when a part is missing or malformed
 */
export function joinGroupState(parts: GroupStateParts, suite: CipherSuite = suite3): GroupState {
  try {
    const core = readCore(parts.get('core'), suite);
    const tree = readTree(parts.get('tree'));
    const current = core.groupContext.epoch;
    const past = [...parts.keys()]
      .filter((key) => key.startsWith('epoch/') && key !== `epoch/${current}`)
      .map((key) => readPastEpoch(parts.get(key)))
      .sort((one, other) => (one.epoch > other.epoch ? -1 : 1));
    const ratchets = readRatchets(parts);
    const keysOf = (epoch: bigint): MessageKeys => {
      const secretTree = readSecretTree(parts.get(`secretTree/${epoch}`));
      const known = ratchets.get(String(epoch));
      return {
        secretTree,
        ratchets: Array.from({ length: 2 * secretTree.leafCount }, (_, slot) => known?.get(slot)),
      };
    };
    return {
      ...core,
      suite,
      tree,
      secrets: readSecrets(parts.get(`epoch/${current}`)),
      messageKeys: keysOf(current),
      pastEpochs: past.map((record) => ({ record, messageKeys: keysOf(record.epoch) })),
    };
  } catch (cause) {
    if (isWalletInboxError(cause, 'Storage.Corrupt')) throw cause;
    throw new WalletInboxError('Storage.Corrupt', 'A stored part of a group is not readable.', { cause });
  }
}

/** By epoch, then by slot. */
function readRatchets(parts: GroupStateParts): ReadonlyMap<string, ReadonlyMap<number, SenderRatchet>> {
  const byEpoch = new Map<string, Map<number, SenderRatchet>>();
  for (const [key, value] of parts) {
    const [part, epoch, leaf, kind] = key.split('/');
    if (part !== 'ratchet' || epoch === undefined) continue;
    const slots = byEpoch.get(epoch) ?? new Map<number, SenderRatchet>();
    byEpoch.set(epoch, slots);
    slots.set(
      ratchetSlot(Number(leaf), kind === 'application' ? 'application' : 'handshake'),
      readRatchet(value),
    );
  }
  return byEpoch;
}

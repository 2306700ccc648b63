import { WalletInboxError } from '../errors.ts';
import type { GroupState } from './groupState.ts';
import type { PlainValue } from './plainValue.ts';
import { joinGroupState, splitGroupState } from './splitGroupState.ts';

/** A whole state in one value: for a commit of ours that waits for its place in the order of messages. */
export function packGroupState(state: GroupState): PlainValue {
  return Object.fromEntries(splitGroupState(state));
}

/** @throws Storage.Corrupt */
export function unpackGroupState(value: PlainValue): GroupState {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new WalletInboxError('Storage.Corrupt', 'A stored group is not readable.');
  }
  return joinGroupState(new Map(Object.entries(value)));
}

import type { GroupState } from './groupState.ts';
import type { PreSharedKey } from './preSharedKeyId.ts';

/** The keys that a commit may refer to: the application's, and the resumption keys of the kept epochs (section 8.6). */
export function knownPsks(state: GroupState, psks: readonly PreSharedKey[] = []): readonly PreSharedKey[] {
  const { groupId, epoch } = state.groupContext;
  const resumption = (ofEpoch: bigint, secret: Uint8Array): PreSharedKey => ({
    id: { kind: 'resumption', usage: 'application', groupId, epoch: ofEpoch, nonce: new Uint8Array() },
    secret,
  });
  return [
    ...psks,
    resumption(epoch, state.secrets.resumptionPsk),
    ...state.pastEpochs.map(({ record }) => resumption(record.epoch, record.resumptionPsk)),
  ];
}

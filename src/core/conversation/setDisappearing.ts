import { WalletInboxError } from '../errors.ts';
import { metadataField } from '../group/constants.ts';
import type { DisappearingSettings } from '../group/groupConfig.ts';
import { conversationToChange, type GroupDeps } from './changeGroup.ts';
import { settleSettings } from './settleSettings.ts';

const maxInt64 = 2n ** 63n - 1n;

/**
 * Sets from when and after how long messages vanish, for all members: two commits, as in libxmtp, in which zeros stand
 * for "they stay". Of a stitched DM it is the group that we write in.
 */
export async function setDisappearing(
  deps: GroupDeps,
  conversation: string,
  settings: DisappearingSettings = { fromNs: 0n, inNs: 0n },
): Promise<void> {
  const { fromNs, inNs } = settings;
  if ([fromNs, inNs].some((ns) => ns < 0n || ns > maxInt64)) {
    throw new WalletInboxError('Group.Refused', 'This is no time after which messages could vanish.', {
      details: { reason: 'invalidDuration' },
    });
  }
  const group = await conversationToChange(deps.session, conversation);
  await settleSettings(deps, group, [
    { kind: 'attribute', field: metadataField.disappearFromNs, value: fromNs.toString() },
    { kind: 'attribute', field: metadataField.disappearInNs, value: inNs.toString() },
  ]);
}

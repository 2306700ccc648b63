import type { DisappearingSettings } from '../group/groupConfig.ts';
import { readGroupContext } from '../group/groupContextExtensions.ts';
import { groupViewOf } from '../group/groupView.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { Clock } from '../ports.ts';
import { nowNs } from './nowNs.ts';

/** By a group's extensions, which stay the same object within an epoch: they are read once and not for each message. */
const known = new WeakMap<object, { readonly settings?: DisappearingSettings }>();

/** Whether messages of a group vanish, as of its state. */
export function disappearingOf(state: GroupState): DisappearingSettings | undefined {
  const { extensions } = state.groupContext;
  const before = known.get(extensions);
  if (before !== undefined) return before.settings;
  const context = readGroupContext(extensions);
  const settings = context && groupViewOf(context, '').disappearing;
  known.set(extensions, settings === undefined ? {} : { settings });
  return settings;
}

/** When a message vanishes that is read now: libxmtp counts from its reception, whenever it was sent. */
export function expiryOf(state: GroupState, clock: Clock): { readonly expiresAtNs?: bigint } {
  const settings = disappearingOf(state);
  return settings === undefined ? {} : { expiresAtNs: nowNs(clock) + settings.inNs };
}

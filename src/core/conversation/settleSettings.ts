import { changeOfSettingsIntent, type SettingsIntent } from '../group/settingsIntent.ts';
import { type GroupDeps, refusalError, settleWishes } from './changeGroup.ts';
import type { LoadedGroup } from './groupStore.ts';

/**
 * Changes settings of a group and sees it through. Of several, all are allowed or none is made.
 *
 * @throws Group.Refused, Group.Contended, Node.*
 */
export async function settleSettings(
  deps: GroupDeps,
  group: LoadedGroup,
  wanted: readonly SettingsIntent[],
): Promise<void> {
  const target = {
    extensions: group.state.groupContext.extensions,
    actorInboxId: deps.session.account.inboxId,
  };
  const wishes = wanted.flatMap((settings) => {
    const change = changeOfSettingsIntent(target, settings);
    if (change.kind === 'refused') throw refusalError(change);
    if (change.kind === 'unchanged') return [];
    return [{ kind: 'settings' as const, addInboxIds: [], removeInboxIds: [], settings }];
  });
  if (wishes.length === 0) return;
  const refusal = await settleWishes(deps, group, wishes);
  if (refusal !== undefined) throw refusalError(refusal);
}

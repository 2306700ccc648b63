import { readGroupContext } from '../group/groupContextExtensions.ts';
import { groupViewOf } from '../group/groupView.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { GroupBody } from '../records.ts';

/** The parts of a group's row that follow from its context and may change with any commit; `undefined`: keep the old. */
export function groupFacts(
  state: GroupState,
  ownInboxId: string,
): Pick<GroupBody, 'name' | 'memberInboxIds'> | undefined {
  const context = readGroupContext(state.groupContext.extensions);
  if (context === undefined) return undefined;
  const { name, memberInboxIds } = groupViewOf(context, ownInboxId);
  return { name, memberInboxIds };
}

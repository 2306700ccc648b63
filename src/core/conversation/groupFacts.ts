import { readGroupContext } from '../group/groupContextExtensions.ts';
import { groupViewOf } from '../group/groupView.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { GroupBody } from '../records.ts';

/** The parts of a group's row that follow from its context and may change with any commit. */
export function groupFacts(
  state: GroupState,
  ownInboxId: string,
): Pick<GroupBody, 'name' | 'memberInboxIds'> | Record<never, never> {
  const context = readGroupContext(state.groupContext.extensions);
  if (context === undefined) return {};
  const { name, memberInboxIds } = groupViewOf(context, ownInboxId);
  return { name, memberInboxIds };
}

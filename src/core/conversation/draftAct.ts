import { bytesToHex } from '../bytes/hex.ts';
import { readGroupContext } from '../group/groupContextExtensions.ts';
import { roleOf } from '../group/mutableMetadata.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { MessageTraits } from './messageTraits.ts';
import type { DraftedAct } from './pageDraft.ts';
import { readAnnotation } from './readAnnotation.ts';

/** What a content without a line of its own does, said by `byInboxId` in the group as it is now. */
export async function draftAct(
  state: GroupState,
  byInboxId: string,
  content: Uint8Array,
  traits: MessageTraits,
): Promise<{ readonly act?: DraftedAct }> {
  const annotation = traits.isShown ? undefined : await readAnnotation(content);
  if (annotation === undefined) return {};
  const bySuperAdmin = annotation.kind === 'deletion' && isSuperAdmin(state, byInboxId);
  return { act: { annotation, groupId: bytesToHex(state.groupContext.groupId), byInboxId, bySuperAdmin } };
}

export function isSuperAdmin(state: GroupState, inboxId: string): boolean {
  const context = readGroupContext(state.groupContext.extensions);
  return context !== undefined && roleOf(context.mutableMetadata, inboxId).isSuperAdmin;
}

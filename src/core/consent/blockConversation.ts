import type { GroupDeps } from '../conversation/changeGroup.ts';
import { leaveGroupLater } from '../conversation/leaveGroup.ts';
import { getConversationRow } from '../conversation/openConversation.ts';
import { setConsent } from './setConsent.ts';

/**
 * Denies a conversation, and leaves it when it is a group that lets us go. In this order: whatever becomes of the request
 * to leave, the person hears nothing of the group any more.
 */
export async function blockConversation(deps: GroupDeps, conversation: string): Promise<void> {
  const { key, body } = await getConversationRow(deps.session.database, conversation);
  await setConsent(deps.session, key, 'denied');
  if (body.kind === 'group') await leaveGroupLater(deps, key);
}

import { dmConversation } from '../conversation/createDm.ts';
import type { Session } from '../conversation/session.ts';
import type { ConversationBody } from '../records.ts';
import { setConsent } from './setConsent.ts';

/** What the person says about an inbox, before or after there is a DM with it. */
export async function setInboxConsent(
  session: Session,
  inboxId: string,
  state: ConversationBody['consent'],
): Promise<void> {
  const body = { state, atNs: session.uniqueNowNs() };
  await session.database.commit([
    { kind: 'put', table: 'consent', record: { key: `inbox/${inboxId}`, clear: {}, body } },
  ]);
  // In this order a DM that arrives meanwhile is either seen here or has seen the row.
  const dm = await dmConversation(session, inboxId);
  if (dm !== undefined) await setConsent(session, dm.key, state);
}

/** The DM's consent where there is one: writing in it accepts it, which says nothing about the inbox. */
export async function inboxConsent(session: Session, inboxId: string): Promise<ConversationBody['consent']> {
  const dm = await dmConversation(session, inboxId);
  if (dm !== undefined) return dm.body.consent;
  return (await session.database.get('consent', `inbox/${inboxId}`))?.body.state ?? 'unknown';
}

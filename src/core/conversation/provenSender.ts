import { bytesToHex } from '../bytes/hex.ts';
import { inboxIdOfCredential } from '../group/groupLeaf.ts';
import { checkSender } from '../group/memberIdentity.ts';
import type { MessageSender } from '../mls/pastEpoch.ts';
import { decideWithIdentity } from './identityDecision.ts';
import type { Session } from './session.ts';

/**
 * The inbox that a message is really from; `undefined` when its leaf claims an inbox that its installation never
 * belonged to: a commit may put any name into the committer's leaf, and every client accepts it. A look-up that fails
 * throws: the message is met again.
 */
export async function provenSender(session: Session, sender: MessageSender): Promise<string | undefined> {
  const inboxId = inboxIdOfCredential(sender.credentialIdentity);
  if (inboxId === undefined) return undefined;
  const installationId = bytesToHex(sender.signatureKey);
  const key = `${inboxId}/${installationId}`;
  if (session.provenSenders.has(key)) return inboxId;
  const verdict = await decideWithIdentity(session.identityLogs, (identity) =>
    checkSender({ inboxId, installationId }, identity),
  );
  if (verdict.kind !== 'valid') return undefined;
  // What an inbox once had it has had for ever.
  session.provenSenders.add(key);
  return inboxId;
}

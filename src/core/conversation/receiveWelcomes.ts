import type { KeyPackageSecrets } from '../group/keyPackageSecrets.ts';
import { openPointee, openWelcome } from '../group/openWelcome.ts';
import type { WelcomePointer } from '../group/welcomePointer.ts';
import type { Change, WelcomeEnvelope } from '../ports.ts';
import { joinConversation } from './joinConversation.ts';
import { findKeyPackage } from './keyPackages.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';
import { readWelcomeCursor, welcomeCursorChanges } from './welcomeCursor.ts';

/** What became of a page of welcomes: the groups that we are now in, to be read at once. */
export interface WelcomesResult {
  readonly joinedGroupIds: readonly string[];
  readonly newConversations: number;
}

/** A welcome with its wrapping taken off. */
export interface UnwrappedWelcome {
  readonly welcome: Uint8Array;
  readonly messageCursor: bigint;
  /** The node's time of the envelope on our own topic. */
  readonly createdNs: bigint;
  readonly welcomeId: bigint;
  readonly secrets: KeyPackageSecrets;
}

/**
 * Takes envelopes of our welcome topic in order. One that can never be joined is passed over with its reason kept; a
 * failure that may pass (the node, the disk) is thrown and the cursor stays before that envelope.
 */
export async function receiveWelcomes(
  session: Session,
  envelopes: readonly WelcomeEnvelope[],
): Promise<WelcomesResult> {
  // One topic, one turn: a stream and a query may bring the same welcome.
  return await session.queue.run('welcomes', async () => {
    const joinedGroupIds: string[] = [];
    let newConversations = 0;
    for (const envelope of envelopes) {
      const cursor = await readWelcomeCursor(session.database);
      if (envelope.id <= cursor.cursor) continue;
      const outcome = await receiveWelcome(session, envelope, welcomeCursorChanges(cursor, envelope.id));
      if (outcome.groupId !== undefined) joinedGroupIds.push(outcome.groupId);
      if (outcome.isNewConversation) newConversations += 1;
    }
    return { joinedGroupIds, newConversations };
  });
}

interface WelcomeOutcome {
  readonly groupId?: string;
  readonly isNewConversation: boolean;
}

async function receiveWelcome(
  session: Session,
  envelope: WelcomeEnvelope,
  cursorChanges: readonly Change[],
): Promise<WelcomeOutcome> {
  const unwrapped = await unwrap(session, envelope);
  const outcome =
    unwrapped.kind === 'welcome'
      ? await joinConversation(session, unwrapped.welcome, cursorChanges)
      : unwrapped;
  if (outcome.kind === 'joined') return outcome;

  session.logger.warn('welcome.skipped', { id: envelope.id, reason: outcome.reason });
  const body = { reason: outcome.reason, atMs: session.clock.nowMs() };
  await session.database.commit([
    ...cursorChanges,
    { kind: 'put', table: 'skippedWelcomes', record: { key: timeKey(envelope.id), clear: {}, body } },
  ]);
  return { isNewConversation: false };
}

type Unwrapped =
  | { readonly kind: 'welcome'; readonly welcome: UnwrappedWelcome }
  | { readonly kind: 'skipped'; readonly reason: string };

async function unwrap(session: Session, envelope: WelcomeEnvelope): Promise<Unwrapped> {
  const secrets = await findKeyPackage(session, envelope.hpkePublicKey);
  if (secrets === undefined) return { kind: 'skipped', reason: 'unknownKeyPackage' };

  let opened = openWelcome(envelope, secrets);
  if (opened.kind === 'pointer') {
    const pointee = await fetchPointee(session, opened.pointer);
    if (pointee === undefined) return { kind: 'skipped', reason: 'pointeeMissing' };
    opened = openPointee(opened.pointer, pointee);
  }
  if (opened.kind !== 'welcome') {
    return { kind: 'skipped', reason: opened.kind === 'invalid' ? opened.reason : 'notAPointee' };
  }
  const { welcome, messageCursor } = opened;
  return {
    kind: 'welcome',
    welcome: { welcome, messageCursor, createdNs: envelope.createdNs, welcomeId: envelope.id, secrets },
  };
}

/** The pointee is sent before its pointers; if it is late all the same, it is asked for a few times. */
async function fetchPointee(session: Session, pointer: WelcomePointer): Promise<WelcomeEnvelope | undefined> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 300 * attempt));
    const found = await session.node.queryWelcomeMessages({
      installationKey: pointer.destination,
      afterCursor: 0n,
      limit: 1,
    });
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

import type { KeyPackageSecrets } from '../group/keyPackageSecrets.ts';
import { openPointee, openWelcome } from '../group/openWelcome.ts';
import type { WelcomePointer } from '../group/welcomePointer.ts';
import type { Change, WelcomeEnvelope } from '../ports.ts';
import type { SkippedWelcomeBody } from '../records.ts';
import { joinConversation } from './joinConversation.ts';
import { findKeyPackage } from './keyPackages.ts';
import { timeKey } from './orderKey.ts';
import type { Session } from './session.ts';
import { readWelcomeCursor, welcomeCursorChanges } from './welcomeCursor.ts';

const pointeeMissing = 'pointeeMissing';
/** The pointee is sent before its pointers: one that is not there after this long will not come. */
const maxPointeeDelayMs = 3 * 86_400_000;

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
  await session.database.commit([...cursorChanges, skippedChange(session, envelope, outcome.reason)]);
  return { isNewConversation: false };
}

function skippedChange(session: Session, envelope: WelcomeEnvelope, reason: string): Change {
  const body: SkippedWelcomeBody = {
    reason,
    atMs: session.clock.nowMs(),
    ...(reason === pointeeMissing && envelope.kind === 'pointer' ? { pointer: pointerOf(envelope) } : {}),
  };
  return { kind: 'put', table: 'skippedWelcomes', record: { key: timeKey(envelope.id), clear: {}, body } };
}

function pointerOf(envelope: WelcomeEnvelope & { readonly kind: 'pointer' }) {
  const { id, createdNs, welcomePointer, hpkePublicKey, wrapperAlgorithm } = envelope;
  return { id, createdNs, welcomePointer, hpkePublicKey, wrapperAlgorithm };
}

/**
 * Looks again for welcomes that pointers led to and that were not there yet. Waiting for them in the topic's order would
 * let anyone stop our welcomes with a pointer to nowhere.
 */
export async function retryPointers(session: Session): Promise<WelcomesResult> {
  return await session.queue.run('welcomes', async () => {
    const joinedGroupIds: string[] = [];
    let newConversations = 0;
    for (const { key, body } of await session.database.list('skippedWelcomes')) {
      if (body.pointer === undefined) continue;
      const forget: Change = { kind: 'delete', table: 'skippedWelcomes', key };
      const envelope: WelcomeEnvelope = {
        kind: 'pointer',
        installationKey: session.account.installationKey,
        ...body.pointer,
      };
      const unwrapped = await unwrap(session, envelope);
      const isLate = session.clock.nowMs() - body.atMs > maxPointeeDelayMs;
      if (unwrapped.kind === 'skipped' && unwrapped.reason === pointeeMissing && !isLate) continue;
      const outcome =
        unwrapped.kind === 'welcome'
          ? await joinConversation(session, unwrapped.welcome, [forget])
          : unwrapped;
      if (outcome.kind === 'joined') {
        joinedGroupIds.push(outcome.groupId);
        if (outcome.isNewConversation) newConversations += 1;
      } else {
        const { pointer: _, ...rest } = body;
        const record = { key, clear: {}, body: { ...rest, reason: outcome.reason } };
        await session.database.commit([{ kind: 'put', table: 'skippedWelcomes', record }]);
      }
    }
    return { joinedGroupIds, newConversations };
  });
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
    if (pointee === undefined) return { kind: 'skipped', reason: pointeeMissing };
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

async function fetchPointee(session: Session, pointer: WelcomePointer): Promise<WelcomeEnvelope | undefined> {
  const [pointee] = await session.node.queryWelcomeMessages({
    installationKey: pointer.destination,
    afterCursor: 0n,
    limit: 1,
  });
  return pointee;
}

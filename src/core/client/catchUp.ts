import { hexToBytes } from '../bytes/hex.ts';
import { receiveWelcomes, retryPointers } from '../conversation/receiveWelcomes.ts';
import type { Session } from '../conversation/session.ts';
import { syncGroup } from '../conversation/syncGroup.ts';
import { readWelcomeCursor } from '../conversation/welcomeCursor.ts';
import { isWalletInboxError } from '../errors.ts';

export interface CatchUpResult {
  readonly newMessages: number;
  readonly newConversations: number;
}

/** Groups that are read side by side: enough to hide the network's latency, few enough not to be limited. */
const concurrency = 4;
const welcomePageSize = 100;
/** Topics asked about in one call. */
const newestBatch = 500;

/**
 * Fetches all that waits: welcomes first, then every group whose topic has something newer than our cursor. A group
 * that fails for a reason of its own is left for the next time and does not hold up the others; a failing node or disk
 * ends the whole.
 */
export async function catchUp(
  session: Session,
  onProgress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<CatchUpResult> {
  const newConversations = await fetchWelcomes(session, signal);
  const behind = await groupsBehind(session);
  let newMessages = 0;
  let done = 0;
  if (behind.length > 0) onProgress(0, behind.length);

  const next = behind.values();
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (const groupId of next) {
      signal?.throwIfAborted();
      if (hasFailed) return;
      try {
        // Not `+= await`: that would add to what the sum was before the other workers' additions.
        const count = await syncOne(session, groupId);
        newMessages += count;
      } catch (error) {
        hasFailed = true;
        throw error;
      }
      done += 1;
      onProgress(done, behind.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { newMessages, newConversations };
}

async function fetchWelcomes(session: Session, signal?: AbortSignal): Promise<number> {
  let newConversations = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { cursor } = await readWelcomeCursor(session.database);
    const page = await session.node.queryWelcomeMessages({
      installationKey: session.account.installationKey,
      afterCursor: cursor,
      limit: welcomePageSize,
    });
    if (page.length === 0) break;
    newConversations += (await receiveWelcomes(session, page)).newConversations;
  }
  return newConversations + (await retryPointers(session)).newConversations;
}

/** Active groups whose newest message lies beyond our cursor. */
async function groupsBehind(session: Session): Promise<readonly string[]> {
  const [groups, heads] = await Promise.all([
    session.database.list('groups'),
    session.database.list('groupHeads'),
  ]);
  const cursors = new Map(heads.map(({ key, body }) => [key, body.cursor]));
  const active = groups.filter(({ body }) => body.isActive).map(({ key }) => key);

  const behind: string[] = [];
  for (let start = 0; start < active.length; start += newestBatch) {
    const batch = active.slice(start, start + newestBatch);
    const newest = await session.node.getNewestGroupMessages(batch.map(hexToBytes));
    batch.forEach((groupId, index) => {
      const newestId = newest[index]?.id;
      if (newestId !== undefined && newestId > (cursors.get(groupId) ?? 0n)) behind.push(groupId);
    });
  }
  return behind;
}

async function syncOne(session: Session, groupId: string): Promise<number> {
  try {
    return await syncGroup(session, groupId);
  } catch (error) {
    if (isOfTheEnvironment(error)) throw error;
    session.logger.error('group.sync.failed', { groupId, error: nameOf(error) });
    return 0;
  }
}

/** Whether an error concerns everything (node, disk) rather than the one thing at hand. */
export function isOfTheEnvironment(error: unknown): boolean {
  return (
    isWalletInboxError(error) &&
    (error.code.startsWith('Node.') ||
      error.code === 'Storage.Unavailable' ||
      error.code === 'Storage.Conflict' ||
      error.code === 'Client.Closed')
  );
}

/** What may be logged of an error. */
export function nameOf(error: unknown): string {
  if (isWalletInboxError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

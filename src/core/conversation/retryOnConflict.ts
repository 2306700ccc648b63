import { isWalletInboxError } from '../errors.ts';
import type { Session } from './session.ts';

/** Another process on the same store may win a few times in a row, not for ever. */
const maxAttempts = 5;

/**
 * Runs a computation that ends in a guarded commit; when the store has moved meanwhile, what is cached of the group is
 * dropped and everything is computed again.
 */
export async function retryOnConflict<T>(
  session: Session,
  groupId: string,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      // After any failed commit the cache may be behind or ahead of the disk; the disk is right.
      session.groups.forget(groupId);
      if (!isWalletInboxError(error, 'Storage.Conflict') || round === maxAttempts) throw error;
      session.logger.debug('store.conflict', { groupId, round });
    }
  }
}

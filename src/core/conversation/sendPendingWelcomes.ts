import { isWalletInboxError } from '../errors.ts';
import { sealWelcomes } from '../group/sealWelcomes.ts';
import type { Session } from './session.ts';

/**
 * Welcomes those whom confirmed commits of ours have added. The row goes when the node has them all; after a crash they
 * are sent again, which receivers notice by the epoch.
 */
export async function sendPendingWelcomes(session: Session): Promise<void> {
  await session.queue.run('pendingWelcomes', async () => {
    for (const row of await session.database.list('pendingWelcomes')) {
      const { welcome, messageCursor, targets, groupId } = row.body;
      const sealed = sealWelcomes({ welcome, messageCursor, targets, random: session.random });
      for (const installationId of sealed.unreachableInstallationIds) {
        session.logger.warn('welcome.unreachable', { groupId, installationId });
      }
      try {
        for (const call of sealed.calls) await session.node.sendWelcomeMessages(call);
      } catch (error) {
        // What the node refuses now it refuses for ever; it must not hold back the others.
        if (!isWalletInboxError(error, 'Node.Refused')) throw error;
        session.logger.error('welcome.refused', { groupId });
      }
      await session.database.commit([{ kind: 'delete', table: 'pendingWelcomes', key: row.key }]);
    }
  });
}

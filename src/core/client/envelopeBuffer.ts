import { bytesToHex } from '../bytes/hex.ts';
import type { GroupEnvelope } from '../ports.ts';

/** Gathers what a stream brings while a group is busy, so that a burst becomes one page and one commit. */
export interface EnvelopeBuffer {
  add(envelope: GroupEnvelope): void;
  /** Resolves when all that was added has been handled. */
  idle(): Promise<void>;
}

/** The network's page size; a bigger commit gains nothing. */
const maxPage = 100;

/** `handle` gets the envelopes of one group, in order, one call at a time; a failure goes to `onFailure`. */
export function createEnvelopeBuffer(
  handle: (groupId: string, envelopes: readonly GroupEnvelope[]) => Promise<void>,
  onFailure: (groupId: string, error: unknown) => void,
): EnvelopeBuffer {
  const waiting = new Map<string, GroupEnvelope[]>();
  const running = new Map<string, Promise<void>>();

  const drain = async (groupId: string): Promise<void> => {
    // Let the whole chunk that the network delivered arrive first.
    await Promise.resolve();
    for (;;) {
      const list = waiting.get(groupId);
      if (list === undefined || list.length === 0) break;
      const page = list.splice(0, maxPage);
      try {
        await handle(groupId, page);
      } catch (error) {
        // What follows depends on what failed: it is fetched again from the cursor.
        waiting.delete(groupId);
        onFailure(groupId, error);
        break;
      }
    }
    waiting.delete(groupId);
    running.delete(groupId);
  };

  return {
    add(envelope) {
      const groupId = bytesToHex(envelope.groupId);
      const list = waiting.get(groupId);
      if (list === undefined) waiting.set(groupId, [envelope]);
      else list.push(envelope);
      if (!running.has(groupId)) running.set(groupId, drain(groupId));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

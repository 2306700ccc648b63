/** Notices what was stored but never alerted, because the worker died in the moment between the two. */
import * as v from 'valibot';
import type { Client } from '../../core/client/client.ts';
import type { StorageArea } from '../platform/storageArea.ts';

/** What the badge counted last, kept in memory over the worker's lives. */
const countedKey = 'alerts.counted';

const countedSchema = v.strictObject({ allowed: v.number(), unknown: v.number() });

export type Unread = v.InferOutput<typeof countedSchema>;

export interface MissedAlerts {
  /** The badge shows this many, and what is new among them was alerted. */
  counted(unread: Unread): Promise<void>;
  /** To be called on a client whose streams are not open yet: whether more is unread than was ever counted. */
  check(client: Client): Promise<{ readonly allowed: boolean; readonly unknown: boolean }>;
}

export function createMissedAlerts(memory: StorageArea): MissedAlerts {
  return {
    counted: (unread) => memory.set(countedKey, unread),
    async check(client) {
      const last = v.safeParse(countedSchema, await memory.get(countedKey));
      const now = await client.countUnread();
      // Nothing in memory: a new browser session, in which the badge says what is unread.
      if (!last.success) return { allowed: false, unknown: false };
      return { allowed: now.allowed > last.output.allowed, unknown: now.unknown > last.output.unknown };
    },
  };
}

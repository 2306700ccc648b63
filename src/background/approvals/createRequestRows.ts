import * as v from 'valibot';
import type { StorageArea } from '../platform/storageArea.ts';
import { type PendingRequest, pendingRequestSchema } from './pendingRequest.ts';

const rowsKey = 'sites.requests';
const windowKey = 'sites.approvalWindow';

/** The rows of requests that wait, oldest first, and the window that shows them. Whoever writes holds a turn. */
export interface RequestRows {
  read(): Promise<readonly PendingRequest[]>;
  write(rows: readonly PendingRequest[]): Promise<void>;
  windowId(): Promise<number | undefined>;
  setWindowId(windowId: number | undefined): Promise<void>;
}

export function createRequestRows(memory: StorageArea): RequestRows {
  return {
    async read() {
      const stored = v.safeParse(v.array(pendingRequestSchema), await memory.get(rowsKey));
      return stored.success ? stored.output : [];
    },
    write: (rows) => memory.set(rowsKey, rows),
    async windowId() {
      const stored = v.safeParse(v.number(), await memory.get(windowKey));
      return stored.success ? stored.output : undefined;
    },
    setWindowId: (windowId) =>
      windowId === undefined ? memory.remove(windowKey) : memory.set(windowKey, windowId),
  };
}

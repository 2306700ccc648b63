import type { Client } from '../../core/client/client.ts';
import type { WatchPoints } from '../../core/client/watchPoints.ts';
import type { UploadRows } from '../attachments/createUploadRows.ts';
import type { SiteStore } from '../sites/createSiteStore.ts';

/** A client over its open store, and what the store can tell a locked worker to watch. */
export interface OpenedInbox {
  readonly client: Client;
  /** What sites were granted. */
  readonly sites: SiteStore;
  /** Files that were about to be sent. */
  readonly uploadRows: UploadRows;
  /** Topics and cursors, without a key. */
  watchPoints(): Promise<WatchPoints>;
  /** Rows of messages in the store, also those that no thread shows. */
  countMessages(): Promise<number>;
  /** Ends the streams and closes the store. */
  close(): Promise<void>;
}

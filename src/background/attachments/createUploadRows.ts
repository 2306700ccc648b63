/** Which files were about to be sent: kept in the account's store, so that one that was cut off is seen as failed. */
import * as v from 'valibot';
import { filenameField, maxUploadsInView, mimeTypeField } from '../../bridge/attachmentView.ts';
import { cappedText, conversationIdField, countField, requestIdField } from '../../bridge/wireFields.ts';
import type { Database } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';

const rowsKey = 'uploads';

const rowSchema = v.strictObject({
  uploadId: requestIdField,
  conversationId: conversationIdField,
  filename: filenameField,
  mimeType: mimeTypeField,
  sizeBytes: countField,
  startedMs: countField,
  /** Of the ciphertext, once there is one: by it the message is recognised that was sent after all. */
  contentDigest: v.exactOptional(cappedText(64)),
  /** Why it failed, if it did. */
  code: v.exactOptional(cappedText(80)),
});

export type UploadRow = v.InferOutput<typeof rowSchema>;

const rowsSchema = v.array(rowSchema);

/** The file itself is never stored: not even encrypted. */
export interface UploadRows {
  /** Oldest first. */
  list(): Promise<readonly UploadRow[]>;
  put(row: UploadRow): Promise<void>;
  remove(uploadId: string): Promise<void>;
}

export function createUploadRows(database: Pick<Database, 'get' | 'commit'>): UploadRows {
  const exclusive = createMutex();

  const read = async (): Promise<readonly UploadRow[]> => {
    const rows = v.safeParse(rowsSchema, (await database.get('meta', rowsKey))?.body);
    return rows.success ? rows.output : [];
  };
  const change = (next: (rows: readonly UploadRow[]) => readonly UploadRow[]) =>
    exclusive(async () => {
      const body = next(await read()).slice(-maxUploadsInView);
      await database.commit([
        body.length === 0
          ? { kind: 'delete', table: 'meta', key: rowsKey }
          : { kind: 'put', table: 'meta', record: { key: rowsKey, clear: {}, body } },
      ]);
    });
  const without = (rows: readonly UploadRow[], uploadId: string) =>
    rows.filter((row) => row.uploadId !== uploadId);

  return {
    list: read,
    put: (row) => change((rows) => [...without(rows, row.uploadId), row]),
    remove: (uploadId) => change((rows) => without(rows, uploadId)),
  };
}

import type { Readable } from 'node:stream';

/** Where uploads lie, named by the SHA-256 of their bytes: the same bytes are kept once. */
export interface UploadStore {
  /** Begins an upload; nothing of it can be read before `commit`. */
  begin(): Promise<UploadWriter>;
  /** `undefined` for a name that is not here. */
  open(id: string): Promise<StoredUpload | undefined>;
}

/** One upload on its way in. Exactly one of `commit` and `abandon` ends it. */
export interface UploadWriter {
  /** Answers false, and keeps nothing of the chunk, when the store has no more room. */
  write(chunk: Uint8Array): Promise<boolean>;
  /** On the disk when it resolves, where there is one. Answers the name: 64 hex digits. */
  commit(): Promise<string>;
  abandon(): Promise<void>;
}

export interface StoredUpload {
  readonly size: number;
  stream(): Readable;
}

/** The form of a name; anything else is no path. */
export const isUploadId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

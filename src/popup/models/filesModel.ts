import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Failure, failureOf } from './failure.ts';
import { type FileKind, sniffFile } from './sniffFile.ts';

/** A file that was opened. Name and type are the sender's claims. */
export interface OpenFile {
  readonly filename: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** By its bytes. */
  readonly fileKind: FileKind;
}

export type FileState =
  | { readonly kind: 'closed' }
  /** `totalBytes` 0: not known. */
  | {
      readonly kind: 'coming';
      readonly phase: string;
      readonly doneBytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'open'; readonly file: OpenFile };

/** What opens a file of a message: `openAttachment` of the adapter. */
export interface FileSource {
  openAttachment(
    messageId: string,
    index: number,
    options: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: {
        readonly phase: string;
        readonly doneBytes: number;
        readonly totalBytes: number;
      }) => void;
    },
  ): Promise<Omit<OpenFile, 'fileKind'>>;
}

/** The files of one thread that were opened since the thread was. They are in no store of the window. */
export interface FilesModel {
  state(messageId: string, index: number): ReadonlySignal<FileState>;
  /** Only ever on a click: it may fetch. */
  open(messageId: string, index: number): Promise<void>;
  /** Ends a transfer, or forgets what was opened. */
  close(messageId: string, index: number): void;
  dispose(): void;
}

const closed: FileState = { kind: 'closed' };

export function createFilesModel(source: FileSource): FilesModel {
  const files = new Map<string, { readonly state: Signal<FileState>; transfer?: AbortController }>();

  const fileOf = (messageId: string, index: number) => {
    const key = `${messageId}/${index}`;
    const file = files.get(key) ?? { state: signal<FileState>(closed) };
    files.set(key, file);
    return file;
  };

  return {
    state: (messageId, index) => fileOf(messageId, index).state,
    async open(messageId, index) {
      const file = fileOf(messageId, index);
      if (file.state.value.kind === 'coming' || file.state.value.kind === 'open') return;
      const transfer = new AbortController();
      file.transfer = transfer;
      file.state.value = { kind: 'coming', phase: 'downloading', doneBytes: 0, totalBytes: 0 };
      try {
        const opened = await source.openAttachment(messageId, index, {
          signal: transfer.signal,
          onProgress: ({ phase, doneBytes, totalBytes }) => {
            if (file.transfer !== transfer) return;
            file.state.value = { kind: 'coming', phase, doneBytes, totalBytes };
          },
        });
        if (file.transfer !== transfer) return;
        file.state.value = { kind: 'open', file: { ...opened, fileKind: sniffFile(opened.bytes) } };
      } catch (error) {
        // What was cancelled is closed already.
        if (file.transfer === transfer) file.state.value = { kind: 'failed', failure: failureOf(error) };
      }
    },
    close(messageId, index) {
      const file = fileOf(messageId, index);
      const { transfer } = file;
      delete file.transfer;
      transfer?.abort();
      file.state.value = closed;
    },
    dispose() {
      for (const file of files.values()) {
        const { transfer } = file;
        delete file.transfer;
        transfer?.abort();
      }
      files.clear();
    },
  };
}

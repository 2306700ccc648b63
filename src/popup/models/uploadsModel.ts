import { type ReadonlySignal, signal } from '@preact/signals';
import type { UploadView } from '../../bridge/attachmentView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';

/** Files that are not messages yet: on their way, or failed. The same in every window. */
export interface UploadsModel {
  readonly uploads: ReadonlySignal<readonly UploadView[]>;
  /** Asks the worker for all of them, at each new port: a new worker knows what the last one did not get through. */
  refresh(): Promise<void>;
  cancel(uploadId: string): void;
  retry(uploadId: string): void;
  dismiss(uploadId: string): void;
  dispose(): void;
}

export function createUploadsModel(port: BackgroundPort): UploadsModel {
  const uploads = signal<readonly UploadView[]>([]);
  const stop = port.onEvent((event) => {
    if (event.kind === 'uploads') uploads.value = event.uploads;
  });
  // What comes of it is told by an event, a failure as a new line of the upload.
  const tell = (request: Promise<unknown>) => void request.catch(() => undefined);
  return {
    uploads,
    async refresh() {
      try {
        uploads.value = (await port.request('uploads.list', {})).uploads;
      } catch {
        // Locked meanwhile: there is nothing to show.
      }
    },
    cancel: (transferId) => tell(port.request('attachment.cancel', { transferId })),
    retry: (uploadId) => tell(port.request('uploads.retry', { uploadId })),
    dismiss: (uploadId) => tell(port.request('uploads.dismiss', { uploadId })),
    dispose: stop,
  };
}

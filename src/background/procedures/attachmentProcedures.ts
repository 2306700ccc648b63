import type { attachmentChannels } from '../../bridge/channels/attachmentChannels.ts';
import { bytesToChunkText, chunkTextToBytes } from '../../bridge/chunkText.ts';
import type { Clock } from '../../core/ports.ts';
import type { Openings } from '../attachments/createOpenings.ts';
import type { Uploads } from '../attachments/createUploads.ts';
import { cutText } from '../views/cutText.ts';
import { toMessageView } from '../views/toMessageView.ts';
import type { Procedures } from './procedure.ts';

/** A window is told of progress at most this often. */
const progressStepMs = 100;

/** Behind attachment.* and uploads.*. */
export function attachmentProcedures(deps: {
  readonly uploads: Uploads;
  readonly openings: Openings;
  /** Throws Vault.Locked. Resolves when what the last life of the worker left is in the list. */
  readonly ready: () => Promise<unknown>;
  readonly clock: Clock;
}): Procedures<keyof typeof attachmentChannels> {
  const { uploads, openings, ready, clock } = deps;
  return {
    async 'attachment.begin'(input) {
      await ready();
      await uploads.begin(input);
      return {};
    },
    async 'attachment.put'({ uploadId, offset, data }) {
      uploads.put(uploadId, offset, chunkTextToBytes(data));
      return {};
    },
    async 'attachment.commit'({ uploadId }) {
      return toMessageView(await uploads.commit(uploadId));
    },
    async 'attachment.cancel'({ transferId }) {
      uploads.cancel(transferId);
      openings.cancel(transferId);
      return {};
    },
    async 'attachment.open'({ transferId, messageId, index }, window) {
      let toldMs = 0;
      const { filename, mimeType, data } = await openings.open({
        owner: window,
        transferId,
        messageId,
        index,
        onProgress(doneBytes, totalBytes) {
          if (clock.nowMs() - toldMs < progressStepMs && doneBytes < totalBytes) return;
          toldMs = clock.nowMs();
          window.send({ kind: 'attachmentProgress', transferId, doneBytes, totalBytes });
        },
      });
      return {
        filename: cutText(filename ?? '', 255),
        mimeType: cutText(mimeType, 127),
        sizeBytes: data.length,
      };
    },
    async 'attachment.read'({ transferId, offset }) {
      return { data: bytesToChunkText(openings.read(transferId, offset)) };
    },
    async 'attachment.close'({ transferId }) {
      openings.close(transferId);
      return {};
    },
    async 'uploads.list'() {
      await ready();
      return { uploads: [...uploads.list()] };
    },
    async 'uploads.retry'({ uploadId }) {
      await ready();
      uploads.retry(uploadId);
      return {};
    },
    async 'uploads.dismiss'({ uploadId }) {
      await ready();
      await uploads.dismiss(uploadId);
      return {};
    },
  };
}

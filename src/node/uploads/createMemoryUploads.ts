import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { UploadStore } from './uploadStore.ts';

/** Uploads that end with the process. `maxTotalBytes` counts what is on its way in too. */
export function createMemoryUploads(maxTotalBytes: number): UploadStore {
  const uploads = new Map<string, Buffer>();
  let totalBytes = 0;
  return {
    async begin() {
      const chunks: Uint8Array[] = [];
      let size = 0;
      return {
        async write(chunk) {
          if (totalBytes + chunk.length > maxTotalBytes) return false;
          totalBytes += chunk.length;
          size += chunk.length;
          chunks.push(chunk);
          return true;
        },
        async commit() {
          const bytes = Buffer.concat(chunks);
          const id = createHash('sha256').update(bytes).digest('hex');
          if (uploads.has(id)) totalBytes -= size;
          else uploads.set(id, bytes);
          return id;
        },
        async abandon() {
          totalBytes -= size;
          size = 0;
          chunks.length = 0;
        },
      };
    },
    async open(id) {
      const bytes = uploads.get(id);
      return bytes && { size: bytes.length, stream: () => Readable.from([bytes]) };
    },
  };
}

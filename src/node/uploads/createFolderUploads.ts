import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WalletInboxError } from '../../core/errors.ts';
import { isUploadId, type UploadStore } from './uploadStore.ts';

const partialPrefix = 'partial-';

/**
 * Uploads as files of one folder. What was on its way when a process died is removed at the next start.
 *
 * @throws WalletInboxError LocalNode.DataUnavailable
 */
export function createFolderUploads(folder: string, maxTotalBytes: number): UploadStore {
  let totalBytes = prepare(folder);
  const pathOf = (id: string) => join(folder, id);
  return {
    async begin() {
      const partial = join(folder, `${partialPrefix}${randomUUID()}`);
      const file = await open(partial, 'wx');
      const hash = createHash('sha256');
      let size = 0;
      return {
        async write(chunk) {
          if (totalBytes + chunk.length > maxTotalBytes) return false;
          totalBytes += chunk.length;
          size += chunk.length;
          hash.update(chunk);
          await file.writeFile(chunk);
          return true;
        },
        async commit() {
          const id = hash.digest('hex');
          await file.sync();
          await file.close();
          const known = await sizeOf(pathOf(id));
          if (known === undefined) {
            await rename(partial, pathOf(id));
          } else {
            totalBytes -= size;
            await rm(partial, { force: true });
          }
          return id;
        },
        async abandon() {
          totalBytes -= size;
          await file.close().catch(() => undefined);
          await rm(partial, { force: true });
        },
      };
    },
    async open(id) {
      if (!isUploadId(id)) return undefined;
      const size = await sizeOf(pathOf(id));
      return size === undefined ? undefined : { size, stream: () => createReadStream(pathOf(id)) };
    },
  };
}

/** Answers the bytes that the folder holds. */
function prepare(folder: string): number {
  try {
    mkdirSync(folder, { recursive: true });
    let bytes = 0;
    for (const name of readdirSync(folder)) {
      if (name.startsWith(partialPrefix)) rmSync(join(folder, name), { force: true });
      else bytes += statSync(join(folder, name)).size;
    }
    return bytes;
  } catch (cause) {
    throw new WalletInboxError('LocalNode.DataUnavailable', 'The folder for uploads cannot be used.', {
      cause,
    });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

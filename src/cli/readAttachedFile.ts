import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { contentLimits } from '../core/content/contentLimits.ts';
import type { AttachedFile } from '../core/content/messageContent.ts';
import { WalletInboxError } from '../core/errors.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
  '.zip': 'application/zip',
};

/**
 * A file as it is attached, under its own name without the folder.
 *
 * @param mimeType as given; by default by the ending of the name
 * @throws Cli.Usage, Attachment.TooLarge
 */
export function readAttachedFile(path: string, mimeType: string | undefined): AttachedFile {
  const size = sizeOf(path);
  if (size > contentLimits.fileBytes) {
    throw new WalletInboxError('Attachment.TooLarge', 'The file is larger than can be sent.', {
      details: { maxBytes: contentLimits.fileBytes },
    });
  }
  return {
    filename: basename(path),
    mimeType: mimeType ?? mimeTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    data: new Uint8Array(readFileSync(path)),
  };
}

function sizeOf(path: string): number {
  try {
    const facts = statSync(path);
    // A device has no size that says how much it would give.
    if (facts.isFile()) return facts.size;
  } catch {
    // Said below: what the system says of a path helps nobody here.
  }
  throw new WalletInboxError('Cli.Usage', 'The file cannot be read.');
}

/** Looks for texts in every byte of a folder, in the encodings a browser or a database may keep them. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface CanaryHit {
  readonly file: string;
  readonly canary: string;
  readonly encoding: 'utf8' | 'utf16le' | 'base64' | 'hex';
}

/** Names of what is found, empty when nothing is. A file that vanishes meanwhile is passed over. */
export function canarySearch(folder: string, canaries: readonly string[]): CanaryHit[] {
  const needles = canaries.flatMap((canary) => {
    const bytes = Buffer.from(canary, 'utf8');
    return [
      { canary, encoding: 'utf8' as const, needle: bytes },
      { canary, encoding: 'utf16le' as const, needle: Buffer.from(canary, 'utf16le') },
      { canary, encoding: 'hex' as const, needle: Buffer.from(bytes.toString('hex')) },
      // The middle of the base64 text, so that it is found behind any three-byte alignment of its own start.
      { canary, encoding: 'base64' as const, needle: Buffer.from(bytes.toString('base64').slice(4, -4)) },
    ];
  });
  const hits: CanaryHit[] = [];
  const entries: Dirent[] = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      continue;
    }
    for (const { canary, encoding, needle } of needles) {
      if (bytes.includes(needle)) hits.push({ file: relative(folder, path), canary, encoding });
    }
  }
  return hits;
}

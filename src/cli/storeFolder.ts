import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder of the command line: the sealed store, and in clear only which node it belongs to. */
export interface StoreFolder {
  readonly databasePath: string;
  /** The node that the store was registered with. */
  readonly rememberedNode: string | undefined;
  rememberNode(url: string): void;
}

function defaultFolder(env: Readonly<Record<string, string | undefined>>): string {
  const base =
    process.platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : (env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'));
  return join(base, 'wallet-inbox');
}

/** Opens the folder, making it (readable by its owner only) when it does not exist. */
export function openStoreFolder(
  dataDir: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): StoreFolder {
  const folder = dataDir ?? defaultFolder(env);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settings = join(folder, 'settings.json');
  const stored: unknown = existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {};
  const node = (stored as { node?: unknown } | null)?.node;
  return {
    databasePath: join(folder, 'inbox.db'),
    rememberedNode: typeof node === 'string' ? node : undefined,
    rememberNode: (url) => writeFileSync(settings, `${JSON.stringify({ node: url })}\n`),
  };
}

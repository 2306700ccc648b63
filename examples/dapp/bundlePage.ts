import { join } from 'node:path';
import { build } from 'vite';

/** The page as a browser takes it: content by path, e.g. `/index.html`. Any bundler does; this is Vite, in memory. */
export async function bundlePage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const root = join(import.meta.dirname);
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'esnext', modulePreload: false },
  });
  const files = new Map<string, string | Uint8Array>();
  for (const { output } of [built].flat() as { output: { type: string; fileName: string }[] }[]) {
    for (const file of output) {
      const { code, source } = file as { code?: string; source?: string | Uint8Array };
      files.set(`/${file.fileName}`, code ?? source ?? '');
    }
  }
  return files;
}

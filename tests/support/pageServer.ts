/** Bundles a page of the tests with Vite and serves it from 127.0.0.1, isolated as WASM threads and OPFS like it. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export interface PageServer {
  /** Ends without a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** An app data text that {@link exposeMigration} turns into the migration of the group. */
export const migrationWord = 'test:enable-proposals';

/**
 * The browser SDK 7.1.0 does not hand through `unstable.enableProposals` of its bindings, which live in its worker: in the pages
 * of the tests one app data text stands for it. Nor does it bear with a migrated group afterwards: whatever it hands over of one
 * asks for the policies of the extension that the migration took away. Both are patched in the worker's wrapper of a conversation;
 * the bindings are as they are.
 */
const exposeMigration: Plugin = {
  name: 'expose-migration',
  transform(code, id) {
    if (!id.includes('@xmtp/browser-sdk')) return undefined;
    return code
      .replace(/async updateAppData\((\w)\)\{return this\.(#\w)\./, (found, value, group) =>
        found.replace(
          'return',
          `if(${value}===${JSON.stringify(migrationWord)})return this.${group}.unstable.enableProposals({});return`,
        ),
      )
      .replace(
        /permissions\(\)\{const (\w)=this\.(#\w)\.groupPermissions\(\);/,
        (_, name, group) =>
          `permissions(){let ${name};try{${name}=this.${group}.groupPermissions()}catch{${name}={policyType:2,policySet:{}}};`,
      );
  },
};

/** Bundles `entry` (an html file, relative to the project's root) into .cache; answers the folder. */
export async function buildPage(entry: string, name: string): Promise<string> {
  const outDir = join(root, '.cache', 'pages', name);
  const file = resolve(root, entry);
  await build({
    root: resolve(file, '..'),
    configFile: false,
    logLevel: 'error',
    base: './',
    // Vite must not pre-bundle or inline what the SDK finds through `new URL(..., import.meta.url)`.
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      assetsInlineLimit: 0,
      rollupOptions: { input: file },
    },
    plugins: [exposeMigration],
    worker: { format: 'es', plugins: () => [exposeMigration] },
    resolve: { conditions: ['browser', 'module', 'import', 'default'] },
  });
  return outDir;
}

/** Serves a folder on a free port with the headers of a cross-origin isolated page. */
export async function servePage(folder: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, normalize(path));
    const found = file.startsWith(folder) && existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, {
      'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
    });
    if (found) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

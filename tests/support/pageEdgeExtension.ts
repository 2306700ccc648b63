/**
 * The built provider and relay over a worker that a test holds in its hand: it writes down what reaches it and answers as
 * told. What the real worker answers is tested with the real worker.
 */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionFolder } from './extensionBrowser.ts';

const worker = `
globalThis.seen = [];
globalThis.ports = new Set();
globalThis.mute = false;
globalThis.results = {};
chrome.runtime.onConnect.addListener((port) => {
  ports.add(port);
  seen.push({ kind: 'connect', name: port.name, origin: port.sender.origin, frameId: port.sender.frameId });
  port.onDisconnect.addListener(() => ports.delete(port));
  port.onMessage.addListener((message) => {
    seen.push(message);
    if (message.kind !== 'request' || mute) return;
    const told = message.method === 'inbox_getCapabilities' ? { result: { seen } } : results[message.method];
    const answer = told ?? { result: { echo: message.params ?? null } };
    port.postMessage({ kind: 'response', id: message.id, ...answer });
  });
});
`;

/** What the worker above writes down. */
export type SeenMessage = {
  readonly kind: 'connect' | 'request' | 'listen';
  readonly id?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly hasGesture?: boolean;
  readonly origin?: string;
  readonly frameId?: number;
  readonly name?: string;
};

/** Folder of the extension; the caller removes it. */
export function writePageEdgeExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'page-edge-'));
  cpSync(join(extensionFolder, 'content-scripts'), join(folder, 'content-scripts'), { recursive: true });
  const built = JSON.parse(readFileSync(join(extensionFolder, 'manifest.json'), 'utf8')) as {
    content_scripts: unknown;
  };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'page edge',
      version: '1',
      background: { service_worker: 'background.js' },
      content_scripts: built.content_scripts,
    }),
  );
  writeFileSync(join(folder, 'background.js'), worker);
  return folder;
}

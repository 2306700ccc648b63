/** A client on the official browser SDK (libxmtp WASM) in a page of headless Chromium. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { generatePrivateKey } from 'viem/accounts';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';
import { type OfficialPeer, type PeerIdentity, remoteCommands } from './officialPeer.ts';
import { buildPage, type PageServer, servePage } from './pageServer.ts';
import type { BrowserPeerSettings } from './pages/officialBrowserPeerPage.ts';

export interface OfficialBrowserPeerOptions {
  /** gRPC-web URL of the node. */
  readonly webUrl: string;
  readonly privateKey?: `0x${string}`;
  /** A database in OPFS under this name (it lives as long as the browser context); without one it is in memory. */
  readonly dbPath?: string;
  readonly deviceSync?: boolean;
}

/** A Chromium that hosts browser peers; launch one for a file of tests. */
export interface OfficialBrowser {
  peer(options: OfficialBrowserPeerOptions): Promise<OfficialPeer>;
  close(): Promise<void>;
}

/** Opens a peer in a page that already stands on the bundled html. */
async function openBrowserPeer(page: Page, options: OfficialBrowserPeerOptions): Promise<OfficialPeer> {
  const privateKey = options.privateKey ?? generatePrivateKey();
  const settings: BrowserPeerSettings = {
    privateKey,
    apiUrl: options.webUrl,
    dbPath: options.dbPath ?? null,
    deviceSync: options.deviceSync ?? true,
  };
  await page.waitForFunction(() => 'peer' in window);
  const identity: PeerIdentity = await page.evaluate((given) => window.peer.open(given), settings);
  return {
    sdk: 'wasm',
    privateKey,
    ...identity,
    ...remoteCommands((name, args) =>
      page.evaluate(([command, given]) => window.peer.call(command, given), [
        name,
        args as readonly never[],
      ] as const),
    ),
    async close() {
      if (!page.isClosed()) await page.close();
    },
  };
}

async function serveOfficialPage(): Promise<PageServer & { readonly pageUrl: string }> {
  const folder = await buildPage('tests/support/pages/officialBrowserPeer.html', 'official-browser-peer');
  const server = await servePage(folder);
  return { ...server, pageUrl: `${server.url}/officialBrowserPeer.html` };
}

export async function officialBrowser(): Promise<OfficialBrowser> {
  const server = await serveOfficialPage();
  const browser: Browser = await chromium.launch({
    executablePath: await findBrowser(),
    headless: true,
    args: [...chromiumArgs],
  });
  const contexts: BrowserContext[] = [];
  return {
    async peer(options) {
      // A context each: two peers must not share storage.
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      if (process.env.PEER_LOG !== undefined) page.on('console', (line) => console.log('page:', line.text()));
      await page.goto(server.pageUrl);
      return openBrowserPeer(page, options);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

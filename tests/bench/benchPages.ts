/** Pages of one Chromium in which the two clients are measured, each in an origin and a store of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';
import { buildPage, type PageServer, servePage } from '../support/pageServer.ts';
import type { BenchSettings } from './benchClient.ts';

export type Side = 'ours' | 'peer';

export interface BenchAccount {
  readonly side: Side;
  readonly settings: BenchSettings;
}

/** An open client in a page. */
export interface BenchPage {
  readonly page: Page;
  readonly inboxId: string;
  /** From the beginning of the page's load to the open client, in milliseconds. */
  readonly openedMs: number;
  close(): Promise<void>;
}

export interface BenchPages {
  newAccount(side: Side): BenchAccount;
  open(account: BenchAccount): Promise<BenchPage>;
  close(): Promise<void>;
}

const pageOf: Readonly<Record<Side, string>> = { ours: 'oursPage', peer: 'officialPage' };

export async function openBenchPages(webUrl: string): Promise<BenchPages> {
  const servers: Record<Side, PageServer> = {
    ours: await servePage(await buildPage('tests/bench/oursPage.html', 'bench-ours')),
    peer: await servePage(await buildPage('tests/bench/officialPage.html', 'bench-official')),
  };
  const profile = mkdtempSync(join(tmpdir(), 'wallet-inbox-bench-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    headless: true,
    args: [...chromiumArgs],
  });
  let stores = 0;
  return {
    newAccount(side) {
      stores += 1;
      const privateKey = `0x${randomBytes(32).toString('hex')}` as const;
      return { side, settings: { privateKey, webUrl, store: `bench-${stores}` } };
    },
    async open({ side, settings }) {
      const page = await context.newPage();
      if (process.env.BENCH_LOG !== undefined) page.on('console', (line) => console.error(side, line.text()));
      await page.goto(`${servers[side].url}/${pageOf[side]}.html`);
      await page.waitForFunction(() => 'bench' in window);
      const { inboxId, openedMs } = await page.evaluate(async (given) => {
        const opened = await window.bench.open(given);
        return { inboxId: opened, openedMs: performance.now() };
      }, settings);
      return {
        page,
        inboxId,
        openedMs,
        async close() {
          await page.evaluate(() => window.bench.close());
          await page.close();
        },
      };
    },
    async close() {
      await context.close();
      await Promise.all(Object.values(servers).map((server) => server.close()));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The store over a real browser's IndexedDB: the same contract as in Node, and what lies on the disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';
import { canarySearch } from '../support/canarySearch.ts';
import { buildPage, type PageServer, servePage } from '../support/pageServer.ts';

const profile = mkdtempSync(join(tmpdir(), 'wallet-inbox-store-'));
let server: PageServer;
let context: BrowserContext;
let page: Page;

const openBrowser = async () => {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    headless: true,
    args: [...chromiumArgs],
  });
  page = await context.newPage();
  await page.goto(`${server.url}/storeContract.html`);
  await page.waitForFunction(() => 'storeContract' in window);
};

beforeAll(async () => {
  server = await servePage(await buildPage('tests/support/pages/storeContract.html', 'storeContract'));
  await openBrowser();
});
afterAll(async () => {
  await context?.close();
  await server?.close();
  rmSync(profile, { recursive: true, force: true });
});

test('every promise of the Database port is kept', async () => {
  const names = await page.evaluate(() => window.storeContract.names());
  const broken: string[] = [];
  for (const name of names) {
    const why = await page.evaluate((wanted) => window.storeContract.run(wanted), name);
    if (why !== undefined) broken.push(`${name}: ${why}`);
  }
  expect(broken).toEqual([]);
  expect(names.length).toBeGreaterThan(15);
});

test('a record outlives the browser, and its body lies in no file of the profile', async () => {
  const canary = 'the canary sings at dusk';
  await page.evaluate((text) => window.storeContract.put('kept', 'visible-key', text), canary);
  await context.close();
  expect(canarySearch(profile, [canary])).toEqual([]);
  // The search does look where the record lies: its key is in clear.
  expect(canarySearch(profile, ['visible-key']).length).toBeGreaterThan(0);
  await openBrowser();
  expect(await page.evaluate(() => window.storeContract.read('kept', 'visible-key'))).toEqual({
    text: canary,
  });
});

test('what a commit costs is printed', async () => {
  const figures = await page.evaluate(() => window.storeContract.measure());
  for (const [what, ms] of Object.entries(figures)) console.log(`idb: ${what}: ${ms.toFixed(2)} ms`);
  expect(Object.values(figures).every((ms) => ms > 0)).toBe(true);
});

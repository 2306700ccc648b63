/** Chromium with the built extension in a profile that survives restarts. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';

/** Where `npm run build` leaves the extension. */
export const extensionFolder = resolve(import.meta.dirname, '../../.output/chrome-mv3');

export interface ExtensionBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly profileDir: string;
  /** A tab on a page of the extension, e.g. `popup.html`, once its first frame is drawn. */
  open(page: string): Promise<Page>;
  /** The tab that the extension opens by itself in a new profile, brought to the front. */
  onboarding(): Promise<Page>;
  /** The service worker, woken when it sleeps. Holding it keeps it alive: not for tests of its lifetime. */
  worker(): Promise<Worker>;
  /** Closes every tab but one that is empty, as when no window of the inbox is open. */
  closePages(): Promise<void>;
  /** Closes the browser; `keep` leaves the profile for a later launch. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

export interface ExtensionBrowserOptions {
  readonly profileDir?: string;
  readonly headless?: boolean;
  /** Colour scheme of the pages, for screenshots. */
  readonly colorScheme?: 'light' | 'dark';
  /** Another extension than the built one. */
  readonly folder?: string;
}

export async function launchExtension(options: ExtensionBrowserOptions = {}): Promise<ExtensionBrowser> {
  const folder = options.folder ?? extensionFolder;
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error('The extension is not built: run `npm run build` first.');
  }
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'wallet-inbox-profile-'));
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: await findBrowser(),
    headless: options.headless ?? true,
    colorScheme: options.colorScheme ?? 'light',
    // A person's window sizes its own pages.
    viewport: (options.headless ?? true) ? { width: 1000, height: 720 } : null,
    // Playwright switches extensions off by default.
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [...chromiumArgs, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
  });
  const worker = async () =>
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 30_000 }));
  const extensionId = new URL((await worker()).url()).host;
  return {
    context,
    extensionId,
    profileDir,
    worker,
    async open(path) {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${extensionId}/${path}`);
      // A tab behind another draws once a second, and every step would wait for it.
      await page.bringToFront();
      return page;
    },
    async onboarding() {
      const url = `chrome-extension://${extensionId}/onboarding.html`;
      // A tab is listed before it has its address: look again rather than wait for one event.
      for (let turn = 0; turn < 300; turn += 1) {
        const page = context.pages().find((each) => each.url() === url);
        if (page !== undefined) {
          await page.bringToFront();
          return page;
        }
        await sleep(100);
      }
      throw new Error('the extension opened no onboarding tab');
    },
    async closePages() {
      const [first, ...others] = context.pages();
      await first?.goto('about:blank');
      await Promise.all(others.map((page) => page.close()));
    },
    async close({ keep = false } = {}) {
      await context.close();
      if (!keep) rmSync(profileDir, { recursive: true, force: true });
    },
  };
}

/** Takes the pictures: a sheet of each screen, and what could not be reached. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { ExtensionBrowser } from '../support/extensionBrowser.ts';
import { inBothSchemes, surfaces, writeSheet } from './contactSheet.ts';

const folder = resolve(import.meta.dirname, '../../docs/screenshots');

/** Pictures that the README shows by themselves: the screen, and which of its sheet (light, dark; popup, then panel). */
const singles: Readonly<Record<string, readonly [string, number]>> = {
  inbox: ['popup-light', 0],
  thread: ['thread-dark', 1],
  'group-thread': ['panel-light', 2],
  approval: ['approval-light', 0],
  'app-thread': ['app-light', 0],
  group: ['group-light', 0],
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Camera {
  /** A screen of the inbox: popup and panel are opened and led to it. */
  screen(name: string, lead: (page: Page) => Promise<void>): Promise<void>;
  /** A screen that is longer than a window, in a panel as narrow as the popup. */
  long(name: string, heightPx: number, lead: (page: Page) => Promise<void>): Promise<void>;
  /** A page that is open already, in each size. */
  page(name: string, page: Page, sizes: readonly Size[]): Promise<void>;
  /** Screens that were missed, with the reason. */
  readonly missed: ReadonlyMap<string, string>;
  readonly taken: readonly string[];
}

/** `wants`: whether a screen was asked for. */
export function createCamera(browser: ExtensionBrowser, wants: (name: string) => boolean): Camera {
  mkdirSync(folder, { recursive: true });
  const missed = new Map<string, string>();
  const taken: string[] = [];

  async function attempt(name: string, picture: () => Promise<readonly Buffer[]>): Promise<void> {
    if (!wants(name)) return;
    console.error(`screenshots: ${name}`);
    try {
      const pictures = await picture();
      await writeSheet(browser.context, pictures, join(folder, `${name}.jpg`));
      const [file, index = 0] = singles[name] ?? [];
      const single = pictures[index];
      if (file !== undefined && single !== undefined) writeFileSync(join(folder, `${file}.png`), single);
      taken.push(name);
    } catch (error) {
      missed.set(name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }

  async function ledTo(
    path: string,
    size: Size,
    lead: (page: Page) => Promise<void>,
  ): Promise<readonly Buffer[]> {
    const page = await browser.open(path);
    try {
      // No single step takes so long: what is missing is to be told soon.
      page.setDefaultTimeout(20_000);
      await page.setViewportSize(size);
      // The lists, or what asks for the password.
      await page.locator('.panes, form').first().waitFor();
      await lead(page);
      await settled(page);
      return await inBothSchemes(page);
    } finally {
      await page.close();
    }
  }

  return {
    missed,
    taken,
    screen: (name, lead) =>
      attempt(name, async () => {
        const pictures: Buffer[] = [];
        for (const { path, size } of Object.values(surfaces))
          pictures.push(...(await ledTo(path, size, lead)));
        return pictures;
      }),
    long: (name, height, lead) =>
      attempt(name, () => ledTo(surfaces.panel.path, { width: surfaces.popup.size.width, height }, lead)),
    page: (name, page, sizes) =>
      attempt(name, async () => {
        const pictures: Buffer[] = [];
        await page.bringToFront();
        for (const size of sizes) {
          await page.setViewportSize(size);
          await page.mouse.move(0, 0);
          await settled(page);
          pictures.push(...(await inBothSchemes(page)));
        }
        return pictures;
      }),
  };
}

/** Names, files and patches come in after the first frame. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(400);
}

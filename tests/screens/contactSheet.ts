/** One picture of a screen as it is everywhere: popup and panel, light and dark, side by side. */
import type { BrowserContext, Page } from 'playwright-core';

export const surfaces = {
  popup: { path: 'popup.html', size: { width: 380, height: 600 } },
  panel: { path: 'sidepanel.html', size: { width: 880, height: 600 } },
} as const;

const schemes = ['light', 'dark'] as const;

/** The page in both schemes, as PNGs. */
export async function inBothSchemes(page: Page): Promise<readonly Buffer[]> {
  const pictures: Buffer[] = [];
  for (const colorScheme of schemes) {
    // Without motion: a colour on its way from one scheme to the other is neither.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    pictures.push(await page.screenshot());
  }
  return pictures;
}

/** Lays pictures out in one row and writes them as one JPEG. */
export async function writeSheet(
  context: BrowserContext,
  pictures: readonly Buffer[],
  path: string,
): Promise<void> {
  const page = await context.newPage();
  try {
    await page.setViewportSize({ width: 1_600, height: 700 });
    const images = pictures.map(
      (picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`,
    );
    await page.setContent(
      `<style>body{margin:0}main{display:inline-flex;gap:12px;padding:12px;background:#8b8f98;zoom:.75}</style><main>${images.join('')}</main>`,
    );
    await page.locator('main').screenshot({ path, type: 'jpeg', quality: 74 });
  } finally {
    await page.close();
  }
}

import type { BrowserContext } from 'playwright-core';

const lake = `<body style="margin:0"><svg width="480" height="320" viewBox="0 0 480 320" xmlns="http://www.w3.org/2000/svg">
  <rect width="480" height="320" fill="#f2d9b8"/><circle cx="350" cy="96" r="34" fill="#fff3d6"/>
  <path d="M0 190 90 96 150 160 230 70 330 176 400 120 480 190z" fill="#7f8fa6"/>
  <path d="M0 200 70 150 170 196 280 140 380 198 480 160 480 210 0 210z" fill="#56687f"/>
  <rect y="200" width="480" height="120" fill="#9fb6c4"/>
  <path d="M300 214h110M320 232h74M334 250h40M346 268h16" stroke="#fff3d6" stroke-width="5" stroke-linecap="round"/>
  <path d="M0 320V262q70-26 150 4t170 54z" fill="#3f5a4b"/></svg>`;

/** A lake in the hills, as a JPEG: the pictures need a picture that is nobody's. */
export async function paintPhoto(context: BrowserContext): Promise<Uint8Array> {
  const page = await context.newPage();
  try {
    await page.setContent(lake);
    return new Uint8Array(await page.locator('svg').screenshot({ type: 'jpeg', quality: 80 }));
  } finally {
    await page.close();
  }
}

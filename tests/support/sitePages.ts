/** What a person does with sites: answers them in the approval window, and looks after them in the inbox. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';

/** The approval window that is open now, once there is one. */
export async function approvalPage(context: BrowserContext): Promise<Page> {
  // A window is listed before it has its address: look again rather than wait for one event.
  for (let turn = 0; turn < 300; turn += 1) {
    const page = context.pages().find((each) => each.url().endsWith('/approval.html'));
    if (page !== undefined && !page.isClosed()) return page;
    await sleep(50);
  }
  throw new Error('no approval window opened');
}

export const isApprovalOpen = (context: BrowserContext): boolean =>
  context.pages().some((each) => each.url().endsWith('/approval.html'));

/** Clicks a button of the approval window, which closes it when nothing more is asked. */
async function decide(page: Page, name: string): Promise<void> {
  const closed = page.waitForEvent('close');
  await page
    .getByRole('button', { name, exact: true })
    .click()
    .catch((error: unknown) => {
      // The window may be gone before the click has reported back.
      if (!page.isClosed()) throw error;
    });
  await closed;
}

/** Allows what the window asks, with the kinds named in `off` switched off; a second time where the site is unverified. */
export async function allow(
  page: Page,
  { off = [], unverified = false }: { readonly off?: readonly string[]; readonly unverified?: boolean } = {},
): Promise<void> {
  for (const name of off) await page.getByLabel(name, { exact: true }).uncheck();
  if (unverified) await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await decide(page, unverified ? 'Allow anyway' : 'Allow');
}

export const reject = (page: Page): Promise<void> => decide(page, 'Reject');
export const neverAsk = (page: Page): Promise<void> => decide(page, 'Never let this site ask');

export async function openAppsTab(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Apps/ }).click();
}

/** From the Apps tab to the page of a site, by a part of its name. */
export async function openSite(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Settings of .*${name}`) }).click();
}

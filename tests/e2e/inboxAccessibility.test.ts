/** The screens of the list, of search and of the settings under axe-core: no serious or critical finding. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { fillExtensionInbox } from '../support/fillExtensionInbox.ts';
import { createAccount, inboxShown } from '../support/inboxPages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let browser: ExtensionBrowser;
let page: Page;

beforeAll(async () => {
  node = await startTestNode();
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  await createAccount(onboarding, { password: 'seen and heard', webUrl: node.webUrl });
  await fillExtensionInbox(onboarding, { lengths: Array.from({ length: 30 }, () => 3), unread: 1 });
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
});

afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

const choose = async (row: number, ...entries: readonly string[]) => {
  await page.locator('ul.rows .row').nth(row).click({ button: 'right' });
  for (const name of entries) await page.getByRole('menuitem', { name, exact: true }).click();
};

test('a list with pinned and muted conversations, its menu and its question', async () => {
  await choose(3, 'Pin');
  await page.locator('.row__state[title="Pinned"]').waitFor();
  await choose(3, 'Mute…', 'Always');
  await page.locator('.row__state[title="Muted"]').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.locator('ul.rows .row').nth(1).click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('archived and blocked', async () => {
  await choose(4, 'Archive');
  await page.getByRole('button', { name: 'Settings' }).click();
  for (const name of ['Archived', 'Blocked']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator('ul.rows .row').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back' }).click();
  }
});

test('settings, with a schedule', async () => {
  await page.getByLabel('Until tomorrow').click();
  await page.getByLabel('Every day at set hours').click();
  await page.getByLabel('From').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
});

test('search: nothing asked, found, not found; beside a thread', async () => {
  await page.getByRole('button', { name: 'Search' }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  const field = page.getByRole('searchbox');
  await field.fill('gas');
  await page.locator('.row--hit').first().waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await field.fill('0x0000');
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await field.fill('qqqq');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 900, height: 640 });
  await field.fill('gas');
  await page.locator('.row--hit').first().click();
  await page.locator('.bubble').first().waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
});

/**
 * Every screen in the second language. A browser shows the language it was installed with, so this one is given an
 * extension that knows no other.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExtensionBrowser, extensionFolder, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'ein langes Passwort';

let node: TestNode;
let peer: OurClient;
let browser: ExtensionBrowser;
let folder: string;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'german-'));
  cpSync(extensionFolder, folder, { recursive: true });
  rmSync(join(folder, '_locales/en'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, default_locale: 'de' }));
  node = await startTestNode();
  peer = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension({ folder });
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await node?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** What is wrong with the words of a page: keys instead of sentences, and lines that are wider than the window. */
async function faults(): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.lang !== 'de') found.push(`language ${document.documentElement.lang}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`${scrollWidth} px wide in ${clientWidth}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const said = node.textContent?.trim() ?? '';
      if (/^[a-z]+(?:[A-Z][a-z]+|_[a-z]+)+$/u.test(said)) found.push(`key ${said}`);
    }
    for (const button of document.querySelectorAll<HTMLElement>('button')) {
      if (button.scrollWidth > button.clientWidth + 1 && getComputedStyle(button).overflowX === 'visible') {
        found.push(`button ${button.textContent} does not fit`);
      }
    }
    return found;
  });
}

test('onboarding', async () => {
  page = await browser.onboarding();
  await page.setViewportSize({ width: 600, height: 700 });
  await page.getByRole('button', { name: 'Konto anlegen' }).waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Konto importieren' }).click();
  await page.getByLabel('Wiederherstellungsphrase oder privater Schlüssel').fill(`0x${'5a'.repeat(32)}`);
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByLabel('Passwort', { exact: true }).fill(password);
  await page.getByLabel('Passwort wiederholen').fill(password);
  await page.locator('label').filter({ hasText: 'Eigenes' }).click();
  await page.getByLabel('Adresse des Knotens').fill(node.webUrl);
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Fertig' }).click();
  await page.getByRole('heading', { name: 'Dein Posteingang ist bereit' }).waitFor({ timeout: 60_000 });
  expect(await faults()).toEqual([]);
  const address = /0x[0-9a-fA-F]{40}/.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  await page.close();

  const { conversationId } = await peer.client.openDm(await inboxIdOf(node.webUrl, address.toLowerCase()));
  await (await peer.client.sendText(conversationId, 'Guten Tag')).sent;
});

test('the list, a request, a thread, settings, a new group', async () => {
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await page.getByRole('tab', { name: /^Anfragen/ }).click();
  await page.locator('ul.rows button').first().waitFor();
  expect(await faults()).toEqual([]);
  await page.locator('ul.rows button').first().click();
  await page.getByRole('button', { name: 'Annehmen' }).waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Annehmen' }).click();
  await page.getByLabel('Nachricht', { exact: true }).fill('Danke');
  await page.getByRole('button', { name: 'Senden' }).click();
  await page.getByText('Gesendet', { exact: true }).waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Zurück' }).click();
  await page.getByRole('tab', { name: /^Eingang/ }).click();
  await page.getByText('Du: Danke').waitFor();
  for (const name of ['Neue Nachricht', 'Einstellungen']) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name: 'Zurück' }).click();
  }
  await page.getByRole('button', { name: 'Neue Nachricht' }).click();
  await page.getByRole('button', { name: 'Neue Gruppe' }).click();
  await page.getByRole('heading', { name: 'Neue Gruppe' }).waitFor();
  expect(await faults()).toEqual([]);
});

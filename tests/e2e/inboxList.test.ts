/** The conversation list as a person keeps it, search in it, and what alerts meanwhile. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeText, recordAlerts } from '../support/alertsOfWorker.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import {
  bubble,
  conversationRow,
  createAccount,
  inboxShown,
  openTab,
  sendMessage,
} from '../support/inboxPages.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let browser: ExtensionBrowser;
let inboxId: string;
let page: Page;
let alerts: Awaited<ReturnType<typeof recordAlerts>>;
const peers: OurClient[] = [];

beforeAll(async () => {
  node = await startTestNode();
  for (let n = 0; n < 3; n += 1) peers.push(await ourClient({ webUrl: node.webUrl }));
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'as I like it', webUrl: node.webUrl });
  inboxId = await inboxIdOf(node.webUrl, address);
  alerts = await recordAlerts(await browser.worker());
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
  for (const [n, text] of ['hello from Ann', 'hello from Bob', 'hello from Cem'].entries()) {
    await say(n, text);
    await openTab(page, 'Requests');
    await conversationRow(page, text).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await sendMessage(page, `welcome ${n}`);
    await bubble(page, `welcome ${n}`).waitFor();
    await back();
  }
  await openTab(page, 'Inbox');
}, 180_000);

afterAll(async () => {
  await browser?.close();
  for (const peer of peers) await peer.close();
  await node?.stop();
});

/** A message of one of the peers, on the node. */
async function say(n: number, text: string): Promise<void> {
  const client = peers[n]?.client;
  if (client === undefined) throw new Error('there is no such peer');
  const { conversationId } = await client.openDm(inboxId);
  await (await client.sendText(conversationId, text)).sent;
}

const back = () => page.getByRole('button', { name: 'Back', exact: true }).click();
const lines = () => page.locator('ul.rows .row__line').allTextContents();

/** Opens the menu of a row by the keyboard and chooses. */
async function choose(lastLine: string, ...entries: readonly string[]): Promise<void> {
  await conversationRow(page, lastLine).focus();
  await page.keyboard.press('Shift+F10');
  for (const entry of entries) {
    await page.getByRole('menuitem', { name: entry, exact: true }).focus();
    await page.keyboard.press('Enter');
  }
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

test('the menu of a row answers to keys, and gives the focus back', async () => {
  const row = conversationRow(page, 'welcome 1');
  await row.focus();
  await page.keyboard.press('Shift+F10');
  const items = page.getByRole('menuitem');
  expect(await items.allTextContents()).toEqual(['Pin', 'Mute…', 'Archive', 'Block']);
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Mute…');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Block');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('welcome 0');
});

test('a pinned conversation stands first, and stays there when another one has news', async () => {
  await choose('welcome 0', 'Pin');
  await expect.poll(lines).toEqual(['You: welcome 0', 'You: welcome 2', 'You: welcome 1']);
  await say(1, 'news of Bob');
  await expect.poll(lines).toEqual(['You: welcome 0', 'news of Bob', 'You: welcome 2']);
  await page.reload();
  await inboxShown(page);
  await expect.poll(lines).toEqual(['You: welcome 0', 'news of Bob', 'You: welcome 2']);
  await choose('welcome 0', 'Unpin');
  await expect.poll(lines).toEqual(['news of Bob', 'You: welcome 2', 'You: welcome 0']);
});

test('a muted conversation neither alerts nor counts, until it is unmuted', async () => {
  await choose('news of Bob', 'Mark as read');
  const worker = await browser.worker();
  await expect.poll(() => badgeText(worker)).toBe('');
  await choose('news of Bob', 'Mute…', 'For 8 hours');
  await conversationRow(page, 'news of Bob').locator('.row__state[title="Muted"]').waitFor();
  const before = (await alerts()).length;
  await say(1, 'unheard words');
  await conversationRow(page, 'unheard words').locator('.row__count').waitFor();
  // Something that does alert, so that there is something to wait for.
  await say(2, 'heard words');
  await expect
    .poll(async () => (await alerts()).slice(before).map(({ body }) => body))
    .toEqual(['heard words']);
  await expect.poll(() => badgeText(worker)).toBe('1');
  await choose('unheard words', 'Unmute');
  await say(1, 'heard again');
  await expect.poll(async () => (await alerts()).at(-1)?.body).toBe('heard again');
  await expect.poll(() => badgeText(worker)).toBe('3');
});

test('a click on an alert opens its thread, in the window that is there or in one of its own', async () => {
  await say(1, 'look here');
  await conversationRow(page, 'look here').waitFor();
  await expect.poll(async () => (await alerts()).at(-1)?.body).toBe('look here');
  const id = (await alerts()).at(-1)?.id ?? '';
  const worker = await browser.worker();
  const click = () =>
    worker.evaluate((alertId) => {
      // The browser's own way to say it; a test has no other hand on the system's alerts.
      (chrome.notifications.onClicked as unknown as { dispatch(id: string): void }).dispatch(alertId);
    }, id);
  await click();
  await bubble(page, 'look here').waitFor();
  await back();
  await page.goto('about:blank');
  const [window] = await Promise.all([browser.context.waitForEvent('page'), click()]);
  await bubble(window, 'look here').waitFor();
  await window.close();
  await page.goto(`chrome-extension://${browser.extensionId}/popup.html`);
  await inboxShown(page);
});

test('what is archived is out of the way, and comes back with news', async () => {
  await choose('heard words', 'Archive');
  await conversationRow(page, 'heard words').waitFor({ state: 'detached' });
  // The keyboard is not lost with it.
  expect(await page.evaluate(() => document.activeElement?.classList.contains('row'))).toBe(true);
  await page.getByRole('button', { name: 'Archived 1' }).click();
  await conversationRow(page, 'heard words').waitFor();
  await back();
  await say(2, 'back again');
  await conversationRow(page, 'back again').waitFor();
  expect(await page.getByRole('button', { name: /^Archived/ }).count()).toBe(0);
  // Muted, it stays away.
  await choose('back again', 'Mute…', 'Always');
  await choose('back again', 'Archive');
  await say(2, 'from far away');
  await page.getByRole('button', { name: 'Archived 1' }).click();
  await conversationRow(page, 'from far away').waitFor();
  await page.getByRole('button', { name: 'Move to inbox' }).click();
  await page.getByRole('heading', { name: 'Nothing archived' }).waitFor();
  await back();
  await choose('from far away', 'Unmute');
});

test('search finds a conversation and a message, and opens the thread at it', async () => {
  const client = peers[0]?.client;
  const { conversationId } = (await client?.openDm(inboxId)) ?? { conversationId: '' };
  for (let n = 0; n < 150; n += 1) {
    const sent = await client?.sendText(conversationId, n === 3 ? 'The Café Müller at nine' : `filler ${n}`);
    await sent?.sent;
  }
  await conversationRow(page, 'filler 149').waitFor({ timeout: 60_000 });
  await page.keyboard.press('Control+f');
  const field = page.getByRole('searchbox', { name: 'Search conversations and messages' });
  await field.fill('cafe mull');
  const hit = page.locator('.row--hit');
  await hit.waitFor();
  expect(await hit.locator('mark').allTextContents()).toEqual(['Café', 'Müll']);
  await page.keyboard.press('Enter');
  await bubble(page, 'The Café Müller at nine').waitFor();
  await expect.poll(() => bubble(page, 'The Café Müller at nine').isVisible()).toBe(true);
  const box = await bubble(page, 'The Café Müller at nine').boundingBox();
  expect(box?.y).toBeGreaterThan(0);
  expect(box?.y).toBeLessThan(600);
  await back();
  // The search is still there; an address finds its conversation.
  await field.fill(client?.address.slice(0, 9) ?? '');
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  expect(await page.locator('ul.rows .row').count()).toBe(1);
  await field.fill('nothing has these words');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await field.press('Escape');
  await page.getByRole('tab', { name: 'Inbox' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search');
}, 120_000);

test('what comes while one searches is found', async () => {
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search conversations and messages' });
  await field.fill('zebra');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await say(1, '<img src="http://127.0.0.1:1/x" onerror="document.title=1"> a <b>zebra</b> crossing');
  const hit = page.locator('.row--hit');
  await hit.waitFor();
  // What somebody wrote is text, also between marks.
  expect(await hit.locator('img, b').count()).toBe(0);
  expect(await hit.locator('.row__snippet').textContent()).toContain('<b>zebra</b>');
  expect(await hit.locator('mark').allTextContents()).toEqual(['zebra']);
  await field.press('Escape');
});

test('do not disturb: silence, and a badge that counts', async () => {
  const worker = await browser.worker();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Until tomorrow').click();
  await page.getByText(/^Silent until /).waitFor();
  await back();
  const shown = (await alerts()).length;
  const count = Number(await badgeText(worker));
  await say(2, 'psst');
  await expect.poll(() => badgeText(worker)).toBe(String(count + 1));
  expect((await alerts()).slice(shown)).toEqual([]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Until tomorrow').click();
  await page.getByText(/^Silent until /).waitFor({ state: 'detached' });
  await page.getByLabel('Every day at set hours').click();
  await page.getByLabel('From').fill('00:00');
  await page.getByLabel('To', { exact: true }).fill('23:59');
  await back();
  await say(2, 'still quiet');
  // The badge counts after the alerts: what is counted would have alerted by now.
  await expect.poll(() => badgeText(worker)).toBe(String(count + 2));
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Every day at set hours').click();
  await back();
  await say(2, 'awake');
  await expect.poll(async () => (await alerts()).slice(shown).map(({ body }) => body)).toEqual(['awake']);
});

test('a block is asked about, takes the conversation away, and can be undone', async () => {
  await choose('awake', 'Block');
  const dialog = page.getByRole('dialog');
  expect(
    await dialog.getByRole('button', { name: 'Cancel' }).evaluate((b) => b === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Enter');
  await conversationRow(page, 'awake').waitFor();
  await choose('awake', 'Block');
  await dialog.getByRole('button', { name: 'Block' }).click();
  await conversationRow(page, 'awake').waitFor({ state: 'detached' });
  const shown = (await alerts()).length;
  await say(2, 'let me in');
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('awake');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Blocked' }).click();
  await conversationRow(page, 'let me in').waitFor();
  expect((await alerts()).length).toBe(shown);
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.getByRole('heading', { name: 'Blocked', exact: true }).waitFor();
  await back();
  await back();
  await conversationRow(page, 'let me in').waitFor();
});

test('a read receipt is sent by whom wants it, and by nobody else', async () => {
  const [, peer] = peers;
  await peer?.client.syncAll();
  const { conversationId } = (await peer?.client.openDm(inboxId)) ?? { conversationId: '' };
  const readUpTo = async () => {
    await peer?.client.syncAll();
    return (await peer?.client.getConversation(conversationId))?.peerReadNs ?? 0n;
  };
  await say(1, 'did you see');
  await conversationRow(page, 'did you see').click();
  await bubble(page, 'did you see').waitFor();
  await back();
  await page.locator('.row--unread').filter({ hasText: 'did you see' }).waitFor({ state: 'detached' });
  expect(await readUpTo()).toBe(0n);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Read receipts').click();
  await back();
  await say(1, 'and this');
  await conversationRow(page, 'and this').click();
  await bubble(page, 'and this').waitFor();
  await expect.poll(readUpTo, { timeout: 15_000 }).toBeGreaterThan(0n);
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeText } from '../support/alertsOfWorker.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { bubble, conversationRow, createAccount, inboxShown, sendMessage } from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let peer: OfficialPeer;
let browser: ExtensionBrowser;
let popup: Page;
let panel: Page;

beforeAll(async () => {
  node = await startTestNode();
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  browser = await launchExtension();
  const page = await browser.onboarding();
  await createAccount(page, { password: 'many windows', webUrl: node.webUrl });
  popup = await browser.open('popup.html');
  await popup.setViewportSize({ width: 380, height: 600 });
  panel = await browser.open('sidepanel.html');
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await node?.stop();
});

test('a conversation begun in one window is in the other at once', async () => {
  await popup.bringToFront();
  await inboxShown(popup);
  await popup.getByRole('button', { name: 'New message' }).click();
  await popup.getByLabel('Address, name or inbox id').fill(peer.address);
  await popup.getByRole('button', { name: 'Open conversation' }).click();
  await sendMessage(popup, 'from the popup');
  await bubble(popup, 'from the popup').getByText('Sent', { exact: true }).waitFor();
  await panel.bringToFront();
  await conversationRow(panel, 'from the popup').click();
  await bubble(panel, 'from the popup').waitFor();
});

test('what comes is shown in both, once each, and read in one is read in the other', async () => {
  await peer.sync();
  const [conversation] = await peer.conversations();
  await popup.bringToFront();
  await popup.getByRole('button', { name: 'Back' }).click();
  await panel.bringToFront();
  await peer.sendText(conversation?.conversationId ?? '', 'to both windows');
  await bubble(panel, 'to both windows').waitFor();
  expect(await bubble(panel, 'to both windows').count()).toBe(1);
  await popup.bringToFront();
  await conversationRow(popup, 'to both windows').waitFor();
  expect(await popup.locator('ul.rows button').count()).toBe(1);
  await popup.locator('.row--unread').waitFor({ state: 'detached' });
  const worker = await browser.worker();
  await expect.poll(() => badgeText(worker)).toBe('');
});

test('locked in one, locked in the other', async () => {
  await popup.getByRole('button', { name: 'Lock', exact: true }).click();
  await panel.bringToFront();
  await panel.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  expect(await panel.locator('body').textContent()).not.toContain('to both windows');
});

test('a message is text: markup in it becomes no element and no request', async () => {
  for (const page of [popup, panel]) {
    await page.bringToFront();
    if (await page.getByRole('button', { name: 'Unlock' }).isVisible()) {
      await page.getByLabel('Password', { exact: true }).fill('many windows');
      await page.getByRole('button', { name: 'Unlock' }).click();
    }
    await inboxShown(page);
  }
  const requests: string[] = [];
  for (const page of [popup, panel]) {
    page.on('request', (request) => {
      if (!request.url().startsWith('chrome-extension:')) requests.push(request.url());
    });
  }
  const [conversation] = await peer.conversations();
  const nasty = [
    '<img src="http://127.0.0.1:1/pixel.png" onerror="document.title=1">',
    '<script>document.title = "owned"</script>',
    '<a href="javascript:alert(1)">click</a> http://127.0.0.1:1/link',
    '\u202Egnp.exe\u0000\uFFFF',
  ];
  await conversationRow(panel, 'to both windows').click();
  for (const text of nasty) await peer.sendText(conversation?.conversationId ?? '', text);
  await bubble(panel, 'gnp.exe').waitFor();
  const thread = panel.getByRole('log');
  expect(await thread.locator('img, script, a, iframe, object, style').count()).toBe(0);
  expect(await thread.textContent()).toContain(nasty[0]);
  expect(requests).toEqual([]);
  expect(await panel.title()).not.toContain('owned');
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badgeText, recordAlerts, shownAlertIds } from '../support/alertsOfWorker.ts';
import { canarySearch } from '../support/canarySearch.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import {
  bubble,
  conversationRow,
  createAccount,
  inboxShown,
  openTab,
  sendMessage,
  unlock,
} from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'correct horse battery';
const canary = 'wobbly-heliotrope-cassowary-8471';

let node: TestNode;
let browser: ExtensionBrowser;
let peer: OfficialPeer;
let account: { phrase: string; address: string };
let dmId: string;

beforeAll(async () => {
  node = await startTestNode();
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  await peer.startStream();
  browser = await launchExtension();
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await node?.stop();
});

test('onboarding makes an account that the network knows', async () => {
  const page = await browser.onboarding();
  account = await createAccount(page, { password, webUrl: node.webUrl });
  await page.getByRole('button', { name: 'Open the inbox' }).click();
  await inboxShown(page);
  expect(account.phrase.split(' ')).toHaveLength(12);
});

test('a message with every window closed leads to an alert and a count on the button', async () => {
  const worker = await browser.worker();
  const alerts = await recordAlerts(worker);
  await browser.closePages();

  const inboxId = await inboxIdOf(node.webUrl, account.address);
  expect(await peer.installations(inboxId)).toHaveLength(1);
  dmId = (await peer.dm(inboxId)).conversationId;
  await peer.sendText(dmId, `hello ${canary}`);
  await expect.poll(() => shownAlertIds(worker), { timeout: 30_000 }).toHaveLength(1);
  await expect.poll(() => badgeText(worker), { timeout: 30_000 }).toBe('1');
  // From somebody who was not accepted, an alert says only that there is a request.
  expect(JSON.stringify(await alerts())).not.toContain(canary);
  expect(await alerts()).toHaveLength(1);
});

test('the thread shows it, the person accepts and answers, and the peer reads the answer', async () => {
  const page = await browser.open('popup.html');
  await inboxShown(page);
  await openTab(page, 'Requests');
  await conversationRow(page, canary).click();
  await bubble(page, `hello ${canary}`).waitFor();
  await page.getByRole('button', { name: 'Accept' }).click();
  await sendMessage(page, 'an answer from the popup');
  const answer = await peer.waitForText('an answer from the popup');
  expect(answer.conversationId).toBe(dmId);
  await bubble(page, 'an answer from the popup').getByText('Sent', { exact: true }).waitFor();
  const worker = await browser.worker();
  await expect.poll(() => badgeText(worker), { timeout: 30_000 }).toBe('');
});

test('an accepted person’s next message shows its text in the alert', async () => {
  const worker = await browser.worker();
  const alerts = await recordAlerts(worker);
  await browser.closePages();
  await peer.sendText(dmId, `second ${canary}`);
  await expect.poll(async () => (await alerts()).map(({ body }) => body)).toContain(`second ${canary}`);
  await expect.poll(() => badgeText(worker)).toBe('1');
});

test('locking hides everything, and nothing readable is left on the disk', async () => {
  const page = await browser.open('popup.html');
  await inboxShown(page);
  await conversationRow(page, canary).waitFor();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  expect(await page.locator('body').textContent()).not.toContain(canary);
  expect(await shownAlertIds(await browser.worker())).toEqual([]);

  const secrets = [canary, account.phrase, ...wordPairs(account.phrase), password];
  expect(canarySearch(browser.profileDir, secrets)).toEqual([]);
  const { profileDir } = browser;
  await browser.close({ keep: true });
  expect(canarySearch(profileDir, secrets)).toEqual([]);
  // The search itself finds what is there: the extension's own address is.
  expect(canarySearch(join(profileDir, 'Default'), [browser.extensionId]).length).toBeGreaterThan(0);
});

test('a message while locked alerts without a word of it', async () => {
  browser = await launchExtension({ profileDir: browser.profileDir });
  const page = await browser.open('popup.html');
  await unlock(page, password);
  await inboxShown(page);
  const worker = await browser.worker();
  const alerts = await recordAlerts(worker);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  await browser.closePages();
  await peer.sendText(dmId, `third ${canary}`);
  // The floor is an alarm each 30 s.
  await expect.poll(() => alerts(), { timeout: 90_000, interval: 500 }).toHaveLength(1);
  expect(JSON.stringify(await alerts())).not.toContain(canary);
  expect(JSON.stringify(await alerts())).not.toContain(peer.address.slice(0, 6));
});

test('after a restart and unlock the history is there, with what came meanwhile', async () => {
  await browser.close({ keep: true });
  browser = await launchExtension({ profileDir: browser.profileDir });
  const page = await browser.open('popup.html');
  await page.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  await unlock(page, password);
  await inboxShown(page);
  await conversationRow(page, `third ${canary}`).click();
  for (const text of [`hello ${canary}`, 'an answer from the popup', `second ${canary}`, `third ${canary}`]) {
    await bubble(page, text).waitFor();
  }
});

function wordPairs(phrase: string): string[] {
  const words = phrase.split(' ');
  return words.slice(0, -2).map((word, index) => `${word} ${words[index + 1]} ${words[index + 2]}`);
}

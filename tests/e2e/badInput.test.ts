import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type HostileNode, hostileNode } from '../support/hostileNode.ts';
import {
  bubble,
  conversationRow,
  finishedAddress,
  importAccount,
  inboxShown,
  openTab,
  sendMessage,
  unlock,
} from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'a password to get wrong';

let node: TestNode;
let proxy: HostileNode;
let peer: OfficialPeer;
/** An account that was made elsewhere and is imported here. */
let owner: OfficialPeer;
let browser: ExtensionBrowser;
let page: Page;

beforeAll(async () => {
  node = await startTestNode();
  proxy = await hostileNode(node.webUrl);
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  await peer.startStream();
  owner = await officialNodePeer({ grpcUrl: node.grpcUrl });
  browser = await launchExtension();
  page = await browser.onboarding();
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await owner?.close();
  await proxy?.close();
  await node?.stop();
});

const alertText = (text: string) => page.getByRole('alert').filter({ hasText: text });

test('malformed phrases and keys are refused where they are typed', async () => {
  await page.getByRole('button', { name: 'Import an account' }).click();
  const field = page.getByLabel('Recovery phrase or private key');
  const next = page.getByRole('button', { name: 'Continue' });
  for (const phrase of ['one two three', `${'abandon '.repeat(11)}abandon`, `${'zzzz '.repeat(12)}`]) {
    await field.fill(phrase);
    await next.click();
    await alertText('not a valid recovery phrase').waitFor();
  }
  for (const key of [`0x${'0'.repeat(64)}`, 'f'.repeat(64), 'ab'.repeat(31)]) {
    await field.fill(key);
    await next.click();
    await alertText('not a valid private key').waitFor();
  }
  await page.getByRole('button', { name: 'Back' }).click();
});

test('onboarding on a node that does not answer, or on what is no node, says so and keeps nothing', async () => {
  const key = `0x${'5'.repeat(64)}`;
  await importAccount(page, key, { password, webUrl: 'http://127.0.0.1:9' });
  await alertText('could not be reached').waitFor({ timeout: 60_000 });
  await page.getByLabel('Node address').fill('http://example.com');
  await page.getByRole('button', { name: 'Finish' }).click();
  await alertText('Use an https address').waitFor({ timeout: 60_000 });
  await page.reload();
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
});

test('an account that exists is imported by its key, and its inbox is the same', async () => {
  await importAccount(page, owner.privateKey, { password, webUrl: proxy.webUrl });
  expect(await finishedAddress(page)).toBe(owner.address);
  expect(await peer.installations(owner.inboxId)).toHaveLength(2);
});

test('an unreachable node is a line at the top, and its return brings what was missed', async () => {
  await page.getByRole('button', { name: 'Open the inbox' }).click();
  await inboxShown(page);
  const port = Number(new URL(proxy.webUrl).port);
  await proxy.close();
  await page.getByText('Offline since').waitFor({ timeout: 60_000 });

  const { conversationId } = await peer.dm(owner.inboxId);
  await peer.sendText(conversationId, 'sent while you were offline');
  proxy = await hostileNode(node.webUrl, port);
  await openTab(page, 'Requests');
  await conversationRow(page, 'sent while you were offline').waitFor({ timeout: 90_000 });
  await page.getByText('Offline since').waitFor({ state: 'detached' });
});

test('what is sent while the node is gone leaves when it is back', async () => {
  await conversationRow(page, 'sent while you were offline').click();
  await page.getByRole('button', { name: 'Accept' }).click();
  const port = Number(new URL(proxy.webUrl).port);
  await proxy.close();
  await sendMessage(page, 'written without a node');
  await bubble(page, 'written without a node').getByText('Sending', { exact: true }).waitFor();
  proxy = await hostileNode(node.webUrl, port);
  await peer.waitForText('written without a node', 90_000);
  await bubble(page, 'written without a node')
    .getByText('Sent', { exact: true })
    .waitFor({ timeout: 30_000 });
});

test('peers that are none, and an address without an inbox', async () => {
  await page.getByRole('button', { name: 'New message' }).click();
  const field = page.getByLabel('Address, name or inbox id');
  for (const [peerText, sentence] of [
    ['bob', 'not an address, a name or an inbox id'],
    [`0x${'0'.repeat(38)}99`, 'has no XMTP inbox yet'],
  ] as const) {
    await field.fill(peerText);
    await page.getByRole('button', { name: 'Open conversation' }).click();
    await alertText(sentence).waitFor();
  }
});

test('a wrong password is refused, and the right one still opens', async () => {
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  await unlock(page, 'not the password');
  await alertText('That password is not right').waitFor({ timeout: 30_000 });
  expect(await page.getByRole('button', { name: 'Lock', exact: true }).count()).toBe(0);
  await unlock(page, password);
  await inboxShown(page);
});

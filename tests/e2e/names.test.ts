/** Names beside addresses, and warnings of addresses and names that are made to be mistaken. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { bubble, conversationRow, createAccount, inboxShown, openTab } from '../support/inboxPages.ts';
import { type NameServer, startNameServer } from '../support/nameServer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';
import { allow, approvalPage } from '../support/sitePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

/** Two keys whose addresses begin and end alike; to find such a pair takes seconds. */
const friendKey = Buffer.from('77616c6c65740000000000000000000000000000ee12'.padStart(64, '0'), 'hex');
const poisonKey = Buffer.from('77616c6c657400000000000000000000000000018446'.padStart(64, '0'), 'hex');

let node: TestNode;
let names: NameServer;
let friend: OurClient;
let poisoner: OurClient;
let served: ServedPages;
let browser: ExtensionBrowser;
let page: Page;
let address: string;

const short = (full: string) => `${full.slice(0, 6)}…${full.slice(-4)}`;
/** The bytes of a DNS name within a call. */
const asked = (of: string) => names.bodies.some((body) => body.includes(Buffer.from(of).toString('hex')));

beforeAll(async () => {
  node = await startTestNode();
  friend = await ourClient({ webUrl: node.webUrl, privateKey: friendKey });
  poisoner = await ourClient({ webUrl: node.webUrl, privateKey: poisonKey });
  names = await startNameServer({
    addresses: { 'friend.eth': friend.client.address },
    // Both say that they are called so; the name stands for one of them.
    claims: { [friend.client.address]: 'friend.eth', [poisoner.client.address]: 'friend.eth' },
  });
  served = await servePages(() => ({
    body: `<!doctype html><button>ask</button><button>write</button><script>
      const [ask, write] = document.querySelectorAll('button');
      ask.onclick = () => walletInbox.request({ method: 'inbox_requestPermissions', params: { openConversation: {} } });
      write.onclick = () => walletInbox.request({ method: 'inbox_openConversation', params: { peer: 'friend.eth', draft: 'about my order' } });
    </script>`,
  }));
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  ({ address } = await createAccount(onboarding, { password: 'names and numbers', webUrl: node.webUrl }));
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
});

afterAll(async () => {
  await browser?.close();
  await friend?.close();
  await poisoner?.close();
  await served?.close();
  await names?.close();
  await node?.stop();
});

async function sendTo(from: OurClient, text: string): Promise<void> {
  const { conversationId } = await from.client.openDm(address);
  await (await from.client.sendText(conversationId, text)).sent;
}

test('an endpoint is off until it is set, and is https or on this machine', async () => {
  await sendTo(friend, 'it is me');
  await openTab(page, 'Requests');
  await conversationRow(page, 'it is me').click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  await openTab(page, 'Inbox');
  await page.locator('.row').getByText(short(friend.client.address)).waitFor();

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('learns your IP address and whom you talk with').waitFor();
  const field = page.getByLabel('Ethereum endpoint');
  expect(await field.inputValue()).toBe('');
  await field.fill('http://rpc.example');
  await page.getByRole('button', { name: 'Save endpoints' }).click();
  await page.getByText('Use an https address, or http on this computer.').waitFor();
  expect(names.requests).toEqual([]);
  await field.fill(names.url);
  await page.getByRole('button', { name: 'Save endpoints' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
});

test('a name stands beside the address, in the list and in the thread', async () => {
  await page.getByRole('button', { name: 'Back' }).click();
  const row = conversationRow(page, 'it is me');
  await row.getByText('friend.eth').waitFor();
  await row.getByText(short(friend.client.address)).waitFor();
  await row.click();
  const heading = page.getByRole('heading', { level: 1 }).filter({ hasText: 'friend.eth' });
  await heading.getByText(short(friend.client.address)).waitFor();
  await page.locator('.header').getByText(friend.client.address).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
});

test('an address made to be mistaken for it is told apart, and its owner causes no request', async () => {
  const before = names.requests.length;
  await sendTo(poisoner, 'my new account, send it here');
  await openTab(page, 'Requests');
  const row = conversationRow(page, 'my new account');
  await row.getByText('Looks like another address').waitFor();
  expect(await row.textContent()).not.toContain('friend.eth');
  await row.click();
  const warning = page.getByRole('note').filter({ hasText: 'Not the address you know' });
  await warning.getByText(friend.client.address).waitFor();
  await warning.getByText(poisoner.client.address).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  expect(names.requests.length).toBe(before);
  expect(asked(poisoner.client.address.slice(2))).toBe(false);
  expect(asked(friend.client.address.slice(2))).toBe(true);
});

test('a new message takes a name, and shows what it stands for before anything is opened', async () => {
  await page.getByRole('button', { name: 'New message' }).click();
  const field = page.getByLabel('Address, name or inbox id');
  const before = names.requests.length;
  await field.fill('nobody.eth');
  expect(names.requests.length).toBe(before);
  await page.getByRole('button', { name: 'Look up name' }).click();
  await page.getByText('This name stands for no address.').waitFor();
  await field.fill('friend.base.eth');
  await page.getByRole('button', { name: 'Look up name' }).click();
  await page.getByText('set an endpoint under Settings').waitFor();
  await field.fill('Friend.eth');
  await page.getByRole('button', { name: 'Look up name' }).click();
  await page.getByRole('status').getByText(friend.client.address).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open conversation' }).click();
  await bubble(page, 'it is me').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
});

test('an address pasted from the wrong place takes a second look', async () => {
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByLabel('Address, name or inbox id').fill(poisoner.client.address);
  await page.getByRole('button', { name: 'Open conversation' }).click();
  await page.getByRole('alert').getByText(friend.client.address).waitFor();
  await page.getByRole('button', { name: 'I compared it' }).click();
  await bubble(page, 'my new account').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
});

test('a name of a group cannot turn around what stands beside it, and says so', async () => {
  const me = await friend.client.findInbox(address);
  const { conversation } = await friend.client.createGroup({
    members: [me.inboxId],
    name: 'Invoice \u202egpj.exe\u200b',
  });
  await (await friend.client.sendText(conversation.conversationId, 'in the group')).sent;
  await openTab(page, 'Requests');
  const row = conversationRow(page, 'in the group');
  await row.waitFor();
  expect(await row.textContent()).toContain('Invoice gpj.exe');
  expect(await row.textContent()).not.toMatch(/[\u202e\u200b]/u);
  await row.click();
  await page.getByText('hidden characters that turn text around').waitFor();
});

test('a name that a site suggests is looked up on the click of the person', async () => {
  const site = await browser.context.newPage();
  await site.goto(served.origin);
  await site.getByRole('button', { name: 'ask' }).click();
  await allow(await approvalPage(browser.context));
  const before = names.requests.length;
  await site.getByRole('button', { name: 'write' }).click();
  await page.getByRole('button', { name: 'Look up name' }).waitFor();
  expect(names.requests.length).toBe(before);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Look up name' }).click();
  await page.getByRole('status').getByText(friend.client.address).waitFor();
  await page.getByRole('button', { name: 'Open conversation' }).click();
  await bubble(page, 'it is me').waitFor();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('about my order');
  await site.close();
});

test('without the endpoint the names are gone', async () => {
  await page.getByRole('button', { name: 'Back' }).click();
  await openTab(page, 'Inbox');
  await conversationRow(page, 'it is me').getByText('friend.eth').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Ethereum endpoint').fill('');
  await page.getByRole('button', { name: 'Save endpoints' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  const row = conversationRow(page, 'it is me');
  await row.getByText(short(friend.client.address)).waitFor();
  expect(await row.textContent()).not.toContain('friend.eth');
});

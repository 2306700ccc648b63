/** Every screen of the inbox under axe-core, in both colour schemes: no serious or critical finding. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown, openTab, sendMessage } from '../support/inboxPages.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';
import { allow, approvalPage, openAppsTab, openSite } from '../support/sitePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let shop: OurClient;
let browser: ExtensionBrowser;
let served: ServedPages;

beforeAll(async () => {
  node = await startTestNode();
  shop = await ourClient({ webUrl: node.webUrl });
  served = await servePages((path) =>
    path === '/.well-known/wallet-inbox.json'
      ? { body: JSON.stringify({ senders: [shop.client.inboxId], name: 'The Shop' }) }
      : {
          body: `<!doctype html><button>ask</button><script>
            document.querySelector('button').onclick = () => walletInbox.request({ method: 'inbox_requestPermissions', params: {
              notify: { sender: '${shop.client.inboxId}', types: [{ id: 'order', name: 'Orders', description: 'When yours leaves.' }], reason: 'To tell you.' },
              openConversation: {},
            } });
          </script>`,
        },
  );
  browser = await launchExtension();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await shop?.close();
  await node?.stop();
});

test('onboarding', async () => {
  const page = await browser.onboarding();
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use my wallet' }).click();
  await page.getByText('Looking for wallets').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Import an account' }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  const { address } = await createAccount(page, { password: 'for every person', webUrl: node.webUrl });
  expect(await accessibilityFindings(page)).toEqual([]);

  const { client } = shop;
  const { conversationId } = await client.openDm(await inboxIdOf(node.webUrl, address));
  await (
    await client.sendNotification(conversationId, {
      type: 'order',
      title: 'On its way',
      body: 'With you tomorrow.',
      url: 'https://shop.example/1',
    })
  ).sent;
});

test('lists, requests, thread, settings, new message', async () => {
  const page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
  expect(await accessibilityFindings(page)).toEqual([]);
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').first().waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.locator('ul.rows button').first().click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await sendMessage(page, 'Thank you');
  await page.getByText('Sent', { exact: true }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  for (const name of ['New message', 'Settings']) {
    await page.getByRole('button', { name }).click();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back' }).click();
  }
  await page.close();
});

test('a site asks, Apps, the page of a site, the list of sites', async () => {
  const site = await browser.context.newPage();
  await site.goto(served.origin);
  await site.getByRole('button', { name: 'ask' }).click();
  const approval = await approvalPage(browser.context);
  await approval.getByLabel('Orders').waitFor();
  expect(await accessibilityFindings(approval)).toEqual([]);
  await allow(approval);
  const page = await browser.open('sidepanel.html');
  await inboxShown(page);
  await openAppsTab(page);
  await page.locator('ul.rows button').first().click();
  await page.getByRole('button', { name: 'shop.example' }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Escape');
  await openSite(page, 'The Shop');
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Sites', exact: true }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Lock', exact: true }).first().click();
  await page.getByRole('button', { name: 'Unlock' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
});

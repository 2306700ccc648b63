/** Calls that a message asks for, run by a wallet that lives in another tab. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown, openTab } from '../support/inboxPages.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { walletDappPage } from '../support/walletDappPage.ts';

const from = `0x${'ef'.repeat(20)}`;
const to = `0x${'cd'.repeat(20)}`;
const hash = `0x${'1234'.repeat(16)}`;
const base = '0x2105';

let node: TestNode;
let peer: OurClient;
let dapp: ServedPages;
let browser: ExtensionBrowser;
let page: Page;
let dmId: string;
let asked: { readonly method: string; readonly params: readonly unknown[] }[] = [];
let chain = '0x1';
let accounts: readonly string[] = [from];
let isWilling = true;

function answerAsWallet(method: string, params: readonly unknown[]): { code?: number; result?: unknown } {
  asked.push({ method, params });
  switch (method) {
    case 'eth_requestAccounts':
      return { result: accounts };
    case 'eth_chainId':
      return { result: chain };
    case 'wallet_switchEthereumChain':
      chain = (params[0] as { readonly chainId: string }).chainId;
      return { result: null };
    case 'eth_sendTransaction':
      return isWilling ? { result: hash } : { code: 4001 };
    case 'wallet_sendCalls':
      return { result: { id: 'a-batch' } };
    default:
      return { code: 4200 };
  }
}

beforeAll(async () => {
  node = await startTestNode();
  peer = await ourClient({ webUrl: node.webUrl });
  dapp = await servePages(() => ({ body: walletDappPage }));
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'of calls to run', webUrl: node.webUrl });
  await onboarding.close();
  peer.client.start();
  dmId = (await peer.client.openDm(await inboxIdOf(node.webUrl, address))).conversationId;
  const tab = await browser.context.newPage();
  await tab.exposeFunction('answerAsWallet', answerAsWallet);
  await tab.goto(dapp.origin);
  await ask('pay', [{ to, value: '0x1' }]);
  page = await browser.open('sidepanel.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').first().click();
});

afterAll(async () => {
  await browser?.close();
  await dapp?.close();
  await peer?.close();
  await node?.stop();
});

beforeEach(() => {
  asked = [];
  chain = '0x1';
  accounts = [from];
  isWilling = true;
});

/** The peer asks for calls; answers the message's id. */
async function ask(
  description: string,
  calls: readonly { readonly to: string; readonly value?: string; readonly data?: string }[],
): Promise<string> {
  const { message, sent } = await peer.client.sendContent(dmId, {
    kind: 'walletSendCalls',
    version: '1.0',
    chainId: base,
    from,
    calls: calls.map((call) => ({ ...call, description })),
  });
  await sent;
  return message.messageId;
}

const cardOf = (messageId: string) => page.locator(`.bubble[data-message-id="${messageId}"]`);

async function choose(messageId: string): Promise<void> {
  const card = cardOf(messageId);
  await card.getByRole('button', { name: 'Run in my wallet' }).click();
  await card.getByRole('button', { name: /Test Wallet/ }).click();
}

const methods = () => asked.map(({ method }) => method);

test('a stranger’s calls cannot be run', async () => {
  await page.getByText(/pay/).first().waitFor();
  expect(await page.getByRole('button', { name: 'Run in my wallet' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: 'Run in my wallet' }).waitFor();
  expect(methods()).toEqual([]);
});

test('one call: the wallet gets it on its chain, and both sides are told the transaction', async () => {
  const messageId = await ask('one call', [{ to, value: '0x5' }]);
  await cardOf(messageId).waitFor();
  await cardOf(messageId).getByRole('button', { name: 'Run in my wallet' }).click();
  await cardOf(messageId)
    .getByRole('button', { name: /Test Wallet/ })
    .waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await cardOf(messageId)
    .getByRole('button', { name: /Test Wallet/ })
    .click();
  await page.getByText('Your wallet has taken it.').waitFor();
  expect(asked).toEqual([
    { method: 'eth_requestAccounts', params: [] },
    { method: 'eth_chainId', params: [] },
    { method: 'wallet_switchEthereumChain', params: [{ chainId: base }] },
    { method: 'eth_chainId', params: [] },
    { method: 'eth_sendTransaction', params: [{ from, to, value: '0x5' }] },
  ]);
  await expect
    .poll(async () => (await peer.client.listMessages(dmId))[0]?.content, { timeout: 20_000 })
    .toMatchObject({ kind: 'transactionReference', reference: hash });
});

test('several calls go together; a wallet that says no, or holds another account, runs nothing', async () => {
  const several = await ask('two calls', [
    { to, value: '0x5' },
    { to, data: '0xdeadbeef' },
  ]);
  await cardOf(several).waitFor();
  await choose(several);
  await cardOf(several).getByText('Your wallet has taken it.').waitFor();
  expect(asked.at(-1)).toEqual({
    method: 'wallet_sendCalls',
    params: [
      {
        version: '2.0.0',
        from,
        chainId: base,
        atomicRequired: true,
        calls: [
          { to, value: '0x5' },
          { to, data: '0xdeadbeef' },
        ],
      },
    ],
  });

  const declined = await ask('declined', [{ to, value: '0x6' }]);
  await cardOf(declined).waitFor();
  isWilling = false;
  await choose(declined);
  await cardOf(declined).getByRole('alert').getByText('Nothing was signed.').waitFor();
  accounts = [to];
  asked = [];
  await cardOf(declined)
    .getByRole('button', { name: /Test Wallet/ })
    .click();
  await cardOf(declined).getByRole('alert').getByText('does not show the account').waitFor();
  expect(methods()).toEqual(['eth_requestAccounts']);
});

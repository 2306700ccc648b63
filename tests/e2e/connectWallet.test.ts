import type { Page } from 'playwright-core';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import {
  bubble,
  choosePasswordAndNetwork,
  conversationRow,
  finishedAddress,
  inboxShown,
  openTab,
  unlock,
} from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { walletDappPage } from '../support/walletDappPage.ts';

const account = privateKeyToAccount(generatePrivateKey());
const otherAccount = privateKeyToAccount(generatePrivateKey());
const address = account.address.toLowerCase();
const password = 'my wallet signs once';

interface Asked {
  readonly method: string;
  readonly params: readonly string[];
}
type Manner = 'signs' | 'hidesAccount' | 'declines' | 'signsAsOther' | 'waits';

let node: TestNode;
let peer: OfficialPeer;
let dapp: ServedPages;
let browser: ExtensionBrowser;
let tab: Page;
let onboarding: Page;
let asked: Asked[] = [];
let manner: Manner = 'signs';

beforeAll(async () => {
  node = await startTestNode();
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  dapp = await servePages(() => ({ body: walletDappPage }));
  browser = await launchExtension();
  tab = await openDapp();
  onboarding = await browser.onboarding();
});

afterAll(async () => {
  await browser?.close();
  await dapp?.close();
  await peer?.close();
  await node?.stop();
});

async function openDapp(): Promise<Page> {
  const page = await browser.context.newPage();
  await page.exposeFunction('answerAsWallet', answerAsWallet);
  await page.goto(dapp.origin);
  return page;
}

const declined = { code: 4001 };

async function answerAsWallet(
  method: string,
  params: string[],
): Promise<{ code?: number; result?: unknown }> {
  asked.push({ method, params });
  if (method === 'eth_requestAccounts') {
    return manner === 'hidesAccount' ? declined : { result: [account.address] };
  }
  if (method !== 'personal_sign') return { code: 4200 };
  if (manner === 'declines') return declined;
  if (manner === 'waits') return new Promise(() => undefined);
  const signer = manner === 'signsAsOther' ? otherAccount : account;
  return { result: await signer.signMessage({ message: { raw: params[0] as `0x${string}` } }) };
}

const methods = () => asked.map(({ method }) => method);

/** A new try, from the welcome page to the list of wallets, and the choice of ours. */
async function chooseWallet(next: Manner): Promise<void> {
  manner = next;
  asked = [];
  await onboarding.bringToFront();
  await onboarding.reload();
  await onboarding.getByRole('button', { name: /^Use my wallet/ }).click();
  await onboarding.getByRole('button', { name: /Test Wallet/ }).click();
}

/** On from there to the text, which is answered. */
async function toText(): Promise<string> {
  await onboarding.getByText(address).waitFor();
  await onboarding.getByRole('button', { name: 'It is mine' }).click();
  await choosePasswordAndNetwork(onboarding, { password, webUrl: node.webUrl });
  const shown = onboarding.locator('.sign-text');
  await shown.waitFor();
  return (await shown.textContent()) ?? '';
}

const sign = () => onboarding.getByRole('button', { name: 'Sign in wallet' }).click();
const failure = (text: string) => onboarding.getByRole('alert').getByText(text).waitFor();

async function isRegistered(): Promise<boolean> {
  return (await createNodeApi({ baseUrl: node.webUrl }).getInboxIds([address])).has(address);
}

test('no account of a wallet that keeps it to itself', async () => {
  await chooseWallet('hidesAccount');
  await failure('Nothing was signed.');
  expect(methods()).toEqual(['eth_requestAccounts']);
});

test('a text that the person does not confirm is not shown to the wallet', async () => {
  await chooseWallet('signs');
  await toText();
  await onboarding.getByRole('button', { name: 'Cancel' }).click();
  await failure('Nothing was signed.');
  expect(methods()).toEqual(['eth_requestAccounts']);
});

test('declined in the wallet, and signed by another account: nothing is registered', async () => {
  await chooseWallet('declines');
  await toText();
  await sign();
  await failure('Nothing was signed.');
  expect(methods()).toEqual(['eth_requestAccounts', 'personal_sign']);

  await chooseWallet('signsAsOther');
  await toText();
  await sign();
  await failure('The wallet signed with another account.');
  expect(methods()).toEqual(['eth_requestAccounts', 'personal_sign']);
  expect(await isRegistered()).toBe(false);
});

test('the page is closed while the wallet waits for the person', async () => {
  await chooseWallet('waits');
  await toText();
  await sign();
  await expect.poll(methods).toEqual(['eth_requestAccounts', 'personal_sign']);
  await tab.close();
  await failure('The page with your wallet is gone');
  expect(await isRegistered()).toBe(false);
  tab = await openDapp();
});

test('one signature makes the inbox', async () => {
  await chooseWallet('signs');
  const text = await toText();
  expect(text).toContain('XMTP : Authenticate to inbox');
  await sign();
  expect(await finishedAddress(onboarding)).toBe(address);
  expect(asked).toEqual([
    { method: 'eth_requestAccounts', params: [] },
    { method: 'personal_sign', params: [`0x${Buffer.from(text).toString('hex')}`, address] },
  ]);
});

test('the official SDK finds it under the address of the wallet, and writes to it', async () => {
  const { conversationId } = await peer.dm(await peer.inboxIdOf(address));
  await peer.sendText(conversationId, 'hello, wallet');
  await onboarding.getByRole('button', { name: 'Open the inbox' }).click();
  await inboxShown(onboarding);
  await openTab(onboarding, 'Requests');
  await conversationRow(onboarding, 'hello, wallet').click();
  await bubble(onboarding, 'hello, wallet').waitFor();
  expect(methods()).toEqual(['eth_requestAccounts', 'personal_sign']);
});

test('after a restart the inbox opens with the password alone: no page, no wallet', async () => {
  const { profileDir } = browser;
  await browser.close({ keep: true });
  browser = await launchExtension({ profileDir });
  const inbox = await browser.open('popup.html');
  await unlock(inbox, password);
  await inboxShown(inbox);
  await openTab(inbox, 'Requests');
  await conversationRow(inbox, 'hello, wallet').waitFor();
  expect(methods()).toEqual(['eth_requestAccounts', 'personal_sign']);
});

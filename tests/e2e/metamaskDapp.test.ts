import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type PageServer, servePage } from '../support/pageServer.ts';

const require = createRequire(import.meta.url);
/** MetaMask's public test page; a wallet is there before it, as a wallet's own extension would be. */
const folder = join(dirname(require.resolve('@metamask/test-dapp/package.json')), 'dist');

let server: PageServer;
let withUs: ExtensionBrowser;
let without: BrowserContext;

beforeAll(async () => {
  server = await servePage(folder);
  withUs = await launchExtension();
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...chromiumArgs] });
  without = await browser.newContext({ viewport: { width: 1000, height: 720 } });
});

afterAll(async () => {
  await without?.browser()?.close();
  await withUs?.close();
  await server?.close();
});

/** Runs in the page, before its scripts: a wallet that knows one account and writes down what it is asked. */
function installWallet(): void {
  const account = '0x00000000000000000000000000000000000000aa';
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    eth_accounts: [account],
    eth_requestAccounts: [account],
    eth_chainId: '0x1',
    net_version: '1',
    wallet_getPermissions: [],
    eth_getBlockByNumber: { baseFeePerGas: '0x1' },
    eth_getCode: '0x',
  };
  const provider = {
    isMetaMask: true,
    request: async ({ method }: { method: string }) => {
      asked.push(method);
      return answers[method] ?? null;
    },
    on: () => provider,
    once: () => provider,
    removeListener: () => provider,
    removeAllListeners: () => provider,
  };
  Object.assign(window, { ethereum: provider, stubWallet: provider, askedOfWallet: asked });
  const detail = Object.freeze({
    info: {
      uuid: '350670db-19fa-4704-a166-e52e178b59d2',
      name: 'Stub',
      icon: 'data:,',
      rdns: 'example.stub',
    },
    provider,
  });
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

interface Look {
  readonly text: string;
  readonly enabledButtons: readonly string[];
  readonly isSameProvider: boolean;
  readonly ownProperties: readonly string[];
  readonly announced: readonly string[];
  readonly asked: readonly string[];
  readonly console: readonly string[];
  readonly hasInbox: boolean;
}

/** Opens the page in a browser and uses it: connects and asks for a signature. */
async function visit(context: BrowserContext): Promise<Look> {
  const page = await context.newPage();
  // What the page takes from elsewhere (styles, relays of other wallets) is no part of this: it is empty, and it is silent.
  await page.route(
    (url) => url.origin !== server.url,
    (route) => route.fulfill({ body: '', headers: { 'access-control-allow-origin': '*' } }),
  );
  await page.routeWebSocket(/.*/, () => undefined);
  const said: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  await page.addInitScript(installWallet);
  await page.goto(`${server.url}/index.html`);
  await connected(page);
  const look = await page.evaluate(async () => {
    const scope = window as unknown as {
      ethereum: object;
      stubWallet: object;
      askedOfWallet: readonly string[];
      walletInbox?: object;
    };
    const announced: string[] = [];
    window.addEventListener('eip6963:announceProvider', (event) => {
      announced.push((event as CustomEvent<{ info: { rdns: string } }>).detail.info.rdns);
    });
    window.dispatchEvent(new Event('eip6963:requestProvider'));
    return {
      text: document.body.textContent ?? '',
      enabledButtons: [...document.querySelectorAll('button')]
        .filter(({ disabled }) => !disabled)
        .map(({ id, textContent }) => `${id} ${textContent?.trim()}`),
      isSameProvider: scope.ethereum === scope.stubWallet,
      ownProperties: Reflect.ownKeys(scope.ethereum).map(String),
      announced,
      asked: scope.askedOfWallet,
      hasInbox: scope.walletInbox !== undefined,
    };
  });
  await page.close();
  return { ...look, console: said.sort() };
}

async function connected(page: Page): Promise<void> {
  await page.locator('#accounts').filter({ hasText: '0x00000000000000000000000000000000000000aa' }).waitFor();
  await page.locator('#providers').getByText('Stub').first().waitFor();
  await page.locator('#personalSign:enabled').waitFor();
  await page.locator('#personalSign').click();
  await page.waitForFunction(() =>
    (window as unknown as { askedOfWallet: readonly string[] }).askedOfWallet.includes('personal_sign'),
  );
}

test('the page and its wallet are the same with our extension as without', async () => {
  const [ours, plain] = [await visit(withUs.context), await visit(without)];
  // The comparison is of a page that works.
  expect(plain.isSameProvider).toBe(true);
  expect(plain.enabledButtons.length).toBeGreaterThan(20);
  expect(plain.announced).toEqual(['example.stub']);
  expect([plain.hasInbox, ours.hasInbox]).toEqual([false, true]);
  expect({ ...ours, hasInbox: false, console: [] }).toEqual({ ...plain, console: [] });
  expect(ours.console.filter((line) => !plain.console.includes(line))).toEqual([]);
});

test('where no wallet is, none appears', async () => {
  const page = await withUs.context.newPage();
  const announced = async () =>
    await page.evaluate(() => {
      const heard: string[] = [];
      window.addEventListener('eip6963:announceProvider', () => heard.push('wallet'));
      window.addEventListener('walletInbox:announceProvider', () => heard.push('inbox'));
      window.dispatchEvent(new Event('eip6963:requestProvider'));
      window.dispatchEvent(new Event('walletInbox:requestProvider'));
      return { heard, hasEthereum: 'ethereum' in window };
    });
  await page.goto(`${server.url}/constants.json`);
  expect(await announced()).toEqual({ heard: ['inbox'], hasEthereum: false });
  await page.close();
});

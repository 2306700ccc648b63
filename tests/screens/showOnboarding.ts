/** From the first page to the inbox. Answers the address of the account. */
import type { Page } from 'playwright-core';
import type { ExtensionBrowser } from '../support/extensionBrowser.ts';
import { choosePasswordAndNetwork, finishedAddress } from '../support/inboxPages.ts';
import { servePages } from '../support/servePages.ts';
import type { Camera } from './camera.ts';
import { ownKey } from './cast.ts';
import { button } from './steps.ts';

export const password = 'three nights by the lake';

const sizes = [
  { width: 380, height: 640 },
  { width: 880, height: 640 },
];

/** A page with two wallets in it, which announce themselves as EIP-6963 says. */
const dappPage = `<!doctype html><title>A market of lamps</title><script>
  const announce = () => ['Rowan Wallet', 'Fern'].forEach((name, index) => {
    const info = { uuid: crypto.randomUUID(), name, icon: 'data:,', rdns: 'example.wallet' + index };
    const detail = Object.freeze({ info, provider: { request: async () => { throw new Error('no'); } } });
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  });
  addEventListener('eip6963:requestProvider', announce);
  announce();
</script>`;

/** The words of the test vectors of BIP-39: no picture shows a phrase that somebody could use. */
const knownWords = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');

async function showPhrase(page: Page, camera: Camera): Promise<void> {
  await button(page, /^Create an account/).click();
  await page.locator('[data-word="11"]').waitFor();
  await page.evaluate((words) => {
    for (const [index, word] of words.entries()) {
      const place = document.querySelector(`[data-word="${index}"]`);
      if (place !== null) place.textContent = word;
    }
  }, knownWords);
  await camera.page('onboarding-phrase', page, sizes);
  await button(page, 'I wrote it down').click();
  await page
    .getByLabel(/^Word \d+$/)
    .first()
    .waitFor();
  await camera.page('onboarding-confirm', page, sizes);
}

async function showWallets(page: Page, browser: ExtensionBrowser, camera: Camera): Promise<void> {
  const dapp = await servePages(() => ({ body: dappPage }));
  const tab = await browser.context.newPage();
  try {
    await tab.goto(dapp.origin);
    await page.bringToFront();
    await button(page, /^Use my wallet/).click();
    await page.getByText('Rowan Wallet').waitFor();
    await camera.page('onboarding-wallets', page, sizes);
  } finally {
    await tab.close();
    await dapp.close();
  }
}

export async function showOnboarding(
  browser: ExtensionBrowser,
  camera: Camera,
  webUrl: string,
): Promise<string> {
  const page = await browser.onboarding();
  page.setDefaultTimeout(60_000);
  await button(page, /^Create an account/).waitFor();
  await camera.page('onboarding-welcome', page, sizes);
  for (const show of [showPhrase, (each: Page) => showWallets(each, browser, camera)]) {
    await show(page, camera).catch((error: Error) => console.error(error.message));
    await page.reload();
  }
  await button(page, /^Import an account/).click();
  await camera.page('onboarding-import', page, sizes);
  await page.getByLabel('Recovery phrase or private key').fill(ownKey);
  await button(page, 'Continue').click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await camera.page('onboarding-password', page, sizes);
  await choosePasswordAndNetwork(page, { password, webUrl });
  const address = await finishedAddress(page);
  await camera.page('onboarding-done', page, sizes);
  return address;
}

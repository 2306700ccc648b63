/** A shop asks, is allowed, writes, and is looked after. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Shop, startShop } from '../../examples/dapp/startShop.ts';
import { servePages } from '../support/servePages.ts';
import { allow, approvalPage, openAppsTab, openSite, reject } from '../support/sitePages.ts';
import { shopKey } from './cast.ts';
import { surfaces } from './contactSheet.ts';
import type { Stage } from './stage.ts';
import { button } from './steps.ts';

const approvalSize = { width: 400, height: 640 };
export interface ShopOfPictures extends Shop {
  readonly folder: string;
}

export async function openShop(webUrl: string): Promise<ShopOfPictures> {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-shop-'));
  const shop = await startShop({ privateKey: shopKey, databasePath: join(folder, 'shop.db'), node: webUrl });
  return {
    ...shop,
    folder,
    async close() {
      await shop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A site that says nothing of itself. */
const strange = `<!doctype html><title>Lucky Draw</title><button>Win</button><script>
  document.querySelector('button').onclick = () => walletInbox.request({ method: 'inbox_requestPermissions', params: {
    notify: { sender: '${'7c'.repeat(32)}', types: [{ id: 'wins', name: 'Wins' }], reason: 'So that you never miss your prize.' },
  } });
</script>`;

async function showStrangeSite({ browser, camera }: Stage): Promise<void> {
  const served = await servePages((path) => (path === '/' ? { body: strange } : undefined));
  const site = await browser.context.newPage();
  try {
    await site.goto(served.origin);
    await site.getByRole('button', { name: 'Win' }).click();
    const approval = await approvalPage(browser.context);
    await approval.getByText('does not say who may write in its name').waitFor();
    await camera.page('approval-unverified', approval, [approvalSize]);
    await reject(approval);
  } finally {
    await site.close();
    await served.close();
  }
}

export async function showSites(stage: Stage, shop: Shop): Promise<void> {
  const { browser, camera, scene } = stage;
  await showStrangeSite(stage);
  const site = await browser.context.newPage();
  site.setDefaultTimeout(30_000);
  await site.goto(shop.url);
  await site.getByRole('button', { name: 'Tell me when it ships' }).click();
  const approval = await approvalPage(browser.context);
  await approval.locator('button:enabled').filter({ hasText: 'Allow' }).waitFor();
  await camera.page('approval', approval, [approvalSize]);
  await allow(approval, { off: ['News'] });
  await site.bringToFront();
  await site.getByRole('button', { name: 'Unsubscribe' }).waitFor();
  for (const product of ['Reading lamp', 'Paper lantern']) {
    await site.locator(`[data-product="${product}"] .buy`).click();
    await site.getByText('We wrote to your inbox.').waitFor();
  }
  await camera.page('shop', site, [{ width: 1000, height: 720 }]);

  await camera.screen('apps', async (page) => {
    await openAppsTab(page);
    await button(page, /is on its way/).waitFor();
  });
  await camera.screen('app-thread', async (page) => {
    await openAppsTab(page);
    await button(page, /is on its way/).click();
    await page.locator('.bubble').first().waitFor();
  });
  await camera.screen('site', async (page) => {
    await openAppsTab(page);
    await openSite(page, 'Lamp Shop');
    await page.getByLabel('Orders', { exact: true }).waitFor();
  });
  await camera.screen('sites', async (page) => {
    await button(page, 'Settings').click();
    await button(page, 'Sites').click();
  });

  // An inbox that is open is where it is shown.
  const { page } = scene;
  await site.bringToFront();
  await site.getByRole('button', { name: 'Ask the seller' }).click();
  await page.getByLabel('Message', { exact: true }).waitFor();
  await camera.page('draft-of-site', page, [surfaces.popup.size]);
  await page.reload();
  await site.close();
}

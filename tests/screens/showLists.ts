/** The list in all of its states, search, and what leads to a new conversation. */
import { conversationRow, openTab } from '../support/inboxPages.ts';
import { openAppsTab } from '../support/sitePages.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';
import { button } from './steps.ts';

/** Before anybody has written. */
export async function showEmptyLists(camera: Camera): Promise<void> {
  await camera.screen('inbox-empty', async (page) => {
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
  });
  await camera.screen('apps-empty', openAppsTab);
}

export async function showLists({ camera, scene }: Stage): Promise<void> {
  await camera.screen('inbox', async (page) => {
    await page.getByText('maria.eth').first().waitFor();
  });
  await camera.screen('row-menu', async (page) => {
    await page.getByText('tomlang.eth').first().waitFor();
    await conversationRow(page, 'You bring the wine').click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  });
  await camera.screen('requests', async (page) => {
    await openTab(page, 'Requests');
    await conversationRow(page, 'New phone').waitFor();
  });
  await camera.screen('search', async (page) => {
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').fill('hut');
    await page.locator('.row--hit').first().waitFor();
  });
  await camera.screen('search-empty', async (page) => {
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').fill('glacier');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });
  await camera.screen('archived', async (page) => {
    await button(page, /^Archived/).click();
    await page.getByRole('heading', { name: 'Archived' }).waitFor();
  });
  await camera.screen('blocked', async (page) => {
    await button(page, 'Settings').click();
    await button(page, 'Blocked').click();
    await page.getByRole('heading', { name: 'Blocked' }).waitFor();
  });
  await camera.screen('new-message', async (page) => {
    await button(page, 'New message').click();
    await page.getByLabel('Address, name or inbox id').fill('tomlang.eth');
    await button(page, 'Look up name').click();
    await page.getByRole('status').getByText(scene.cast.tom.client.address).waitFor();
  });
  await camera.screen('new-group', async (page) => {
    await button(page, 'New message').click();
    await button(page, 'New group').click();
    const field = page.getByLabel('Address, name or inbox id');
    for (const { client } of [scene.cast.tom, scene.cast.yuki]) {
      await field.fill(client.address);
      await page.keyboard.press('Enter');
    }
    await page.locator('.person').nth(1).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Lake weekend');
    await page.getByLabel('Name', { exact: true }).blur();
  });
}

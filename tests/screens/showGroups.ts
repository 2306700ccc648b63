/** A group's thread and its pages. */
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';
import { button, openThread } from './steps.ts';
import { until } from './until.ts';

export async function showGroups({ camera, scene }: Stage): Promise<void> {
  const about = async (page: Page) => {
    await openThread(page, scene, 'climbing');
    await page.getByRole('heading', { level: 1 }).getByRole('button').click();
    await page.getByRole('region', { name: 'About this group' }).waitFor();
    await page.locator('.member').first().waitFor();
  };
  await camera.screen('group-thread', async (page) => {
    await openThread(page, scene, 'climbing');
    await page.getByText('keep a place in the shade').last().waitFor();
  });
  await camera.screen('group-updates', async (page) => {
    await openThread(page, scene, 'climbing');
    // A thread that is still being measured goes to its end once more.
    await until('the first line of the group', async () => {
      await page.locator('.thread-scroll').evaluate((element) => element.scrollTo(0, 0));
      await page.waitForTimeout(300);
      return page.locator('.thread-scroll').evaluate((element) => element.scrollTop === 0);
    });
  });
  await camera.screen('group', about);
  await camera.long('group-whole', 1_000, about);
  await camera.screen('member-menu', async (page) => {
    await about(page);
    await page
      .getByRole('button', { name: /^Actions for/ })
      .nth(1)
      .click();
    await page.getByRole('menu').waitFor();
  });
  await camera.screen('group-edit', async (page) => {
    await about(page);
    await button(page, 'Edit name and picture').click();
    await page.getByLabel('Name', { exact: true }).waitFor();
  });
  await camera.screen('group-add', async (page) => {
    await about(page);
    await button(page, 'Add people').click();
    await page.getByLabel('Address, name or inbox id').fill(scene.cast.noah.client.address);
    await page.keyboard.press('Enter');
    await page.locator('.person').first().waitFor();
  });
  await camera.screen('group-permissions', async (page) => {
    await about(page);
    await button(page, /^Permissions/).click();
    await page.getByLabel('Add people').waitFor();
  });
  await camera.screen('group-request', async (page) => {
    await openThread(page, scene, 'courtyard');
    await button(page, 'Accept').waitFor();
  });
}

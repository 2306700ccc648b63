/** Settings from top to end, the lock, and the line that says that nothing comes in. */
import { randomUUID } from 'node:crypto';
import type { RunningNode } from '../../src/node/startNode.ts';
import { askWorker } from '../support/askWorker.ts';
import { unlock } from '../support/inboxPages.ts';
import { noted } from './scene.ts';
import { password } from './showOnboarding.ts';
import type { Stage } from './stage.ts';
import { button, openThread } from './steps.ts';

export async function showSettings({ camera }: Stage): Promise<void> {
  await camera.screen('settings', async (page) => {
    await button(page, 'Settings').click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  });
  await camera.long('settings-whole', 2_060, async (page) => {
    await button(page, 'Settings').click();
    await page.getByLabel('Ethereum endpoint').waitFor();
  });
}

/** The last: the node is gone after it. */
export async function showLockAndOffline(
  { browser, camera, scene }: Stage,
  node: RunningNode,
): Promise<void> {
  const page = await browser.open('popup.html');
  await button(page, 'Lock').click();
  await camera.screen('locked', async (each) => {
    await button(each, 'Unlock').waitFor();
  });
  await unlock(page, password);
  await button(page, 'Lock').waitFor();
  await node.close();
  await page.locator('.connection--offline').waitFor({ timeout: 60_000 });
  await page.close();
  await askWorker(scene.page, 'message.send', {
    conversationId: noted(scene.conversations, 'maria'),
    text: 'I am on the train, so this may take a while to reach you.',
    clientRequestId: randomUUID(),
  });
  await camera.screen('thread-sending', async (each) => {
    await openThread(each, scene, 'maria');
    await each.getByText('this may take a while').last().waitFor();
    await each.waitForTimeout(5_000);
  });
  await camera.screen('offline', async (each) => {
    // To open a window is to try again at once: what it says must have come to rest.
    await each.waitForTimeout(5_000);
    await each.locator('.connection--offline').waitFor({ timeout: 60_000 });
  });
}

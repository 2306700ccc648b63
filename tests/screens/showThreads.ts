/** Threads: a talk, much that is new, a request, somebody who pretends, and the page of a person. */
import { askWorker } from '../support/askWorker.ts';
import { openTab } from '../support/inboxPages.ts';
import { noted } from './scene.ts';
import type { Stage } from './stage.ts';
import { bubbleOf, button, openThread } from './steps.ts';

export async function showThreads({ camera, scene }: Stage): Promise<void> {
  await camera.screen('thread-unread', async (page) => {
    await openThread(page, scene, 'noah');
    await page.getByText(/^\d+ new messages$/).waitFor();
  });
  await camera.screen('thread', async (page) => {
    await openThread(page, scene, 'maria');
    await bubbleOf(page, scene, 'hut').waitFor();
  });
  await camera.screen('message-tools', async (page) => {
    await openThread(page, scene, 'maria');
    await bubbleOf(page, scene, 'hut').hover();
  });
  await camera.screen('reaction-picker', async (page) => {
    await openThread(page, scene, 'maria');
    const target = bubbleOf(page, scene, 'hut');
    await target.hover();
    await target.getByRole('button', { name: 'React', exact: true }).click();
  });
  await camera.screen('thread-replying', async (page) => {
    await openThread(page, scene, 'maria');
    const target = bubbleOf(page, scene, 'hut');
    await target.hover();
    await target.getByRole('button', { name: 'Reply', exact: true }).click();
    await page
      .getByLabel('Message', { exact: true })
      .fill('They hold it until tonight, so there is time to ask Tom and Ines as well.');
    await page.mouse.move(0, 0);
  });
  // It was kept as a draft, which the next pictures are not about.
  await askWorker(scene.page, 'thread.setDraft', {
    conversationId: noted(scene.conversations, 'maria'),
    text: '',
  });
  await camera.screen('delete-dialog', async (page) => {
    await openThread(page, scene, 'maria');
    const own = page.locator('.bubble--own').filter({ hasText: 'Perfect, thank you!' });
    await own.hover();
    await own.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.mouse.move(0, 0);
  });
  await camera.screen('person', async (page) => {
    await openThread(page, scene, 'maria');
    await page.getByRole('heading', { level: 1 }).getByRole('button').click();
    await page.getByRole('heading', { name: 'About this person' }).waitFor();
  });
  await camera.screen('request', async (page) => {
    await openThread(page, scene, 'designer');
    await button(page, 'Accept').waitFor();
  });
  await camera.screen('lookalike', async (page) => {
    await openThread(page, scene, 'impostor');
    await page.getByText('Not the address you know').waitFor();
  });
  await camera.screen('thread-search-hit', async (page) => {
    await openTab(page, 'Inbox');
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').fill('heron');
    await page.locator('.row--hit').first().click();
    await bubbleOf(page, scene, 'photos').waitFor();
    await page.mouse.move(0, 0);
  });
}

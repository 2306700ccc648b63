/** Ways through the inbox that several stories take. */
import type { Locator, Page } from 'playwright-core';
import { noted, type Scene } from './scene.ts';

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first();

/** Straight to a thread, as an alert leads to it. */
export async function openThread(page: Page, scene: Scene, name: string): Promise<void> {
  await page.evaluate(
    (id) => {
      location.hash = `#/conversation/${id}`;
    },
    noted(scene.conversations, name),
  );
  await page.reload();
  await page.locator('.bubble').first().waitFor();
}

export const bubbleOf = (page: Page, scene: Scene, name: string): Locator =>
  page.locator(`.bubble[data-message-id="${noted(scene.messages, name)}"]`);

/** Brings a message to the upper edge of the thread: it draws only what is near. */
export async function scrollTo(page: Page, scene: Scene, name: string): Promise<Locator> {
  const target = bubbleOf(page, scene, name);
  for (const by of [-200, 200]) {
    for (let turn = 0; turn < 60 && (await target.count()) === 0; turn += 1) {
      await page.locator('.thread-scroll').evaluate((element, step) => element.scrollBy(0, step), by);
      await page.waitForTimeout(30);
    }
  }
  // Twice: what comes into view is measured then, and may move the rest.
  for (let turn = 0; turn < 3; turn += 1) {
    await target.evaluate((element) => {
      const frame = element.closest('.thread-scroll');
      if (frame === null) return;
      frame.scrollBy(0, element.getBoundingClientRect().top - frame.getBoundingClientRect().top - 24);
    });
    await page.waitForTimeout(150);
  }
  return target;
}

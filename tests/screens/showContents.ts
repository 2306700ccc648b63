/** Every kind of message, in one thread. */
import type { Stage } from './stage.ts';
import { openThread, scrollTo } from './steps.ts';

export async function showContents({ camera, scene }: Stage): Promise<void> {
  for (const [name, message] of [
    ['content-markdown', 'markdown'],
    ['content-files', 'picture'],
    ['content-transaction', 'transaction'],
    ['content-calls', 'calls'],
    ['content-question', 'question'],
  ] as const) {
    await camera.screen(name, async (page) => {
      await openThread(page, scene, 'yuki');
      await scrollTo(page, scene, message);
    });
  }
  await camera.screen('link-dialog', async (page) => {
    await openThread(page, scene, 'yuki');
    const target = await scrollTo(page, scene, 'markdown');
    await target.getByRole('link', { name: 'route' }).click();
    await page.getByRole('dialog').waitFor();
    await page.mouse.move(0, 0);
  });
  await camera.screen('file-open', async (page) => {
    await openThread(page, scene, 'yuki');
    const target = await scrollTo(page, scene, 'picture');
    await target.getByRole('button', { name: 'Open', exact: true }).click();
    await target.locator('iframe').contentFrame().getByRole('img').waitFor();
    await page.mouse.move(0, 0);
    await scrollTo(page, scene, 'picture');
  });
  await camera.screen('file-text', async (page) => {
    await openThread(page, scene, 'yuki');
    const target = await scrollTo(page, scene, 'remote');
    await target.getByRole('button', { name: 'Download and open' }).click();
    await target.locator('iframe').contentFrame().getByText('two apples').waitFor();
    await page.mouse.move(0, 0);
    await scrollTo(page, scene, 'remote');
  });
}

/** Many conversations and messages in the store of an unlocked extension. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { FillPlan } from './pages/fillInbox.ts';

/** `page`: one of the extension's own. Answers the ids of the conversations, newest first. */
export async function fillExtensionInbox(page: Page, plan: FillPlan): Promise<readonly string[]> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: {
        entry: resolve(import.meta.dirname, 'pages/fillInbox.ts'),
        formats: ['iife'],
        name: 'fill',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output[0]?.code;
  if (code === undefined) throw new Error('the script that fills an inbox was not built');
  // Runs as the debugger's, which the page's own policy does not concern.
  await page.evaluate(code);
  return await page.evaluate((given) => window.fillInbox(given), plan);
}

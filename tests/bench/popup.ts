/** The popup of a full inbox: 1,000 conversations, one of them with 100,000 messages. There is no peer to this. */
import type { Page } from 'playwright-core';
import { launchExtension } from '../support/extensionBrowser.ts';
import { fillExtensionInbox } from '../support/fillExtensionInbox.ts';
import { createAccount, inboxShown } from '../support/inboxPages.ts';
import { type BenchRow, quantile, row, type Subject } from './benchRow.ts';
import { extensionMemoryBytes } from './extensionMemory.ts';

const popupSize = { width: 380, height: 600 };
const password = 'a password of the bench';

/** From the beginning of the page's load until `selector` stands in a frame that was drawn. */
async function paintedMs(page: Page, selector: string): Promise<number> {
  return await page.evaluate(
    (sought) =>
      new Promise<number>((done) => {
        const look = () => {
          // The frame after the one that has it: by then it is on the screen.
          if (document.querySelector(sought)) requestAnimationFrame(() => done(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
    selector,
  );
}

interface Scrolled {
  readonly framesMs: readonly number[];
  readonly longTasksMs: readonly number[];
}

/** Turns the wheel over the thread, away from its end, and watches each frame. */
async function scroll(page: Page, turns: number): Promise<Scrolled> {
  await page.evaluate(() => {
    const framesMs: number[] = [];
    const longTasksMs: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasksMs.push(duration);
    }).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now: number) => {
      framesMs.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { scrolled: { framesMs, longTasksMs } });
  });
  await page.mouse.move(popupSize.width / 2, popupSize.height / 2);
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, -600);
    await page.waitForTimeout(40);
  }
  return await page.evaluate(() => (window as unknown as { readonly scrolled: Scrolled }).scrolled);
}

export const popup: Subject = async ({ webUrl, isQuick }) => {
  const lengths = Array.from({ length: isQuick ? 100 : 1_000 }, (_, index) =>
    index === 0 ? (isQuick ? 2_000 : 100_000) : 3,
  );
  const browser = await launchExtension();
  try {
    const onboarding = await browser.onboarding();
    await createAccount(onboarding, { password, webUrl });
    await fillExtensionInbox(onboarding, { lengths, unread: 0 });
    await onboarding.close();

    const list: number[] = [];
    const thread: number[] = [];
    const open = async () => {
      const page = await browser.context.newPage();
      await page.setViewportSize(popupSize);
      await page.goto(`chrome-extension://${browser.extensionId}/popup.html`);
      return page;
    };
    // The first wakes the worker up and fills its caches.
    const first = await open();
    await inboxShown(first);
    await first.close();
    for (let round = 0; round < (isQuick ? 2 : 9); round += 1) {
      const page = await open();
      list.push(await paintedMs(page, 'ul.rows button'));
      await inboxShown(page);
      // Clicked from within: the way of a command from here to the page is no part of it.
      const startMs = await page.evaluate(() => {
        const now = performance.now();
        document.querySelector<HTMLElement>('ul.rows button')?.click();
        return now;
      });
      thread.push((await paintedMs(page, '.bubble')) - startMs);
      await page.close();
    }

    const page = await open();
    await page.locator('ul.rows button').first().click();
    await paintedMs(page, '.bubble');
    const { framesMs, longTasksMs } = await scroll(page, isQuick ? 20 : 400);
    const bubbles = await page.locator('.bubble').count();
    await browser.closePages();
    const memory = extensionMemoryBytes(browser.profileDir);
    const rows: BenchRow[] = [
      row('popup’s load to the painted list, p50', 'ms', quantile(list, 0.5), null),
      row('popup’s load to the painted list, worst', 'ms', quantile(list, 1), null),
      row('click to the painted thread, p50', 'ms', quantile(thread, 0.5), null),
      row('frame while scrolling, p50', 'ms', quantile(framesMs, 0.5), null),
      row('frame while scrolling, p95', 'ms', quantile(framesMs, 0.95), null),
      row('longest task while scrolling (0: none over 50 ms)', 'ms', Math.max(0, ...longTasksMs), null),
      row('bubbles in the page after scrolling', 'count', bubbles, null),
      ...(memory === undefined ? [] : [row('process of the worker', 'bytes', memory, null)]),
    ];
    return rows;
  } finally {
    await browser.close();
  }
};

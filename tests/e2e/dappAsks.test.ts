/** What a site is answered when the person does not simply say yes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { createAccount, inboxShown, unlock } from '../support/inboxPages.ts';
import { type RawChromium, rawChromium } from '../support/rawChromium.ts';
import { type ServedPage, type ServedPages, servePages } from '../support/servePages.ts';
import { allow, approvalPage, isApprovalOpen, neverAsk, reject } from '../support/sitePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'asks and answers';
const sender = '5e'.repeat(32);
const types = [{ id: 'order', name: 'Orders' }];
const filePath = '/.well-known/wallet-inbox.json';

/** A page that asks on a click, and shows what it is answered. */
const asking = `<!doctype html><title>asks</title><button>ask</button><pre></pre><script>
  globalThis.ask = (method, params) => walletInbox.request({ method, params }).then(
    (result) => result,
    ({ code, data }) => [code, data.reason],
  );
  globalThis.asked = [];
  document.querySelector('button').onclick = () => asked.push(
    ask('inbox_requestPermissions', { notify: { sender: '${sender}', types: ${JSON.stringify(types)} } }));
  const alone = async () => {
    document.querySelector('pre').textContent = JSON.stringify(await ask('inbox_requestPermissions', { openConversation: {} }));
  };
  if (location.pathname === '/alone') alone();
</script>`;

let node: TestNode;
let profileDir: string;
let browser: ExtensionBrowser;
let served: ServedPages;
let siteFile: ServedPage | undefined;
let site: Page;

/** Counts as a person's click: the socket says so. */
const clickIt = `document.querySelector('button').click()`;

const json = (value: unknown) => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});

/** What the page was answered, by the number of its click. */
const answer = (page: Page, index: number): Promise<unknown> => page.evaluate(`asked[${index}]`);
const say = (page: Page, method: string, params?: unknown): Promise<unknown> =>
  page.evaluate(`ask(${JSON.stringify(method)}, ${JSON.stringify(params)})`);
const click = (page: Page) => page.getByRole('button', { name: 'ask' }).click();

beforeAll(async () => {
  node = await startTestNode();
  profileDir = mkdtempSync(join(tmpdir(), 'wallet-inbox-profile-'));
  served = await servePages((path) => (path === filePath ? siteFile : { body: asking }));
  browser = await launchExtension({ profileDir });
  await createAccount(await browser.onboarding(), { password, webUrl: node.webUrl });
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await node?.stop();
});

beforeEach(async () => {
  siteFile = json({ senders: [sender], types });
  await browser.closePages();
  site = await browser.context.newPage();
  await site.goto(served.origin);
});

/** Lifts whatever an earlier test has brought upon the site. */
async function forgive(): Promise<void> {
  const inbox = await browser.open('popup.html');
  await inboxShown(inbox);
  await inbox.evaluate(
    (origins) =>
      new Promise<void>((done) => {
        const port = chrome.runtime.connect({ name: 'popup' });
        let left = origins.length;
        port.onMessage.addListener((message: { type: string }) => {
          if (message.type !== 'response') return;
          left -= 1;
          if (left === 0) done();
        });
        origins.forEach((origin, index) => {
          port.postMessage({
            type: 'request',
            id: `f${index}`,
            channel: 'site.setMayAsk',
            input: { origin, mayAsk: true },
          });
        });
      }),
    [served.origin, served.otherOrigin],
  );
  await inbox.close();
}

test('rejected and closed are the same answer; the second no in a row is the last for a day', async () => {
  await click(site);
  await reject(await approvalPage(browser.context));
  expect(await answer(site, 0)).toEqual([4001, 'rejected']);
  await click(site);
  await (await approvalPage(browser.context)).close();
  expect(await answer(site, 1)).toEqual([4001, 'rejected']);
  await click(site);
  expect(await answer(site, 2)).toEqual([4001, 'rejected']);
  expect(isApprovalOpen(browser.context)).toBe(false);
  // Another site is not held to it.
  await site.goto(served.otherOrigin);
  await click(site);
  await reject(await approvalPage(browser.context));
  await forgive();
});

test('"never" is kept', async () => {
  await click(site);
  await neverAsk(await approvalPage(browser.context));
  expect(await answer(site, 0)).toEqual([4001, 'rejected']);
  await site.reload();
  await click(site);
  expect(await answer(site, 0)).toEqual([4001, 'rejected']);
  expect(isApprovalOpen(browser.context)).toBe(false);
  await forgive();
});

test('who asks without a click is told to wait for one', async () => {
  // At load, before any call of the test into the page, which would count as a click.
  await site.goto(`${served.origin}/alone`);
  await site.locator('pre', { hasText: '[' }).waitFor();
  expect(await site.locator('pre').textContent()).toBe('[4100,"gestureRequired"]');
  expect(isApprovalOpen(browser.context)).toBe(false);
});

test('who asks twice is told that the first is waiting', async () => {
  await click(site);
  const approval = await approvalPage(browser.context);
  await click(site);
  expect(await answer(site, 1)).toEqual([-32002, 'alreadyPending']);
  await reject(approval);
  expect(await answer(site, 0)).toEqual([4001, 'rejected']);
  await forgive();
});

test('a file that names others is a refusal without a window', async () => {
  siteFile = json({ senders: ['00'.repeat(32)] });
  await click(site);
  expect(await answer(site, 0)).toEqual([4001, 'senderMismatch']);
  expect(isApprovalOpen(browser.context)).toBe(false);
});

test.each([
  ['is missing', undefined],
  ['is no JSON', { body: '<html>' }],
  ['is too large', json({ senders: [sender], padding: 'x'.repeat(70_000) })],
] as const)('a site whose file %s needs a second yes', async (_, file) => {
  siteFile = file;
  await click(site);
  const approval = await approvalPage(browser.context);
  await approval.getByText('does not say who may write in its name').waitFor();
  await allow(approval, { unverified: true });
  expect(await answer(site, 0)).toMatchObject({ grants: [{ sender, types: ['order'] }] });
  expect(await say(site, 'inbox_revokePermissions')).toEqual({ grants: [] });
});

test('unsubscribing needs neither the file nor the site', async () => {
  await click(site);
  await allow(await approvalPage(browser.context));
  expect(await say(site, 'inbox_getSubscriptions')).toMatchObject([{ sender }]);
  siteFile = undefined;
  expect(await say(site, 'inbox_unsubscribe', { sender })).toBeNull();
  expect(await say(site, 'inbox_getSubscriptions')).toEqual([]);
  await say(site, 'inbox_revokePermissions');
});

test('locked, a site learns nothing; it may ask, and the person unlocks to answer', async () => {
  await click(site);
  await allow(await approvalPage(browser.context));
  await answer(site, 0);
  const inbox = await browser.open('popup.html');
  await inbox.getByRole('button', { name: 'Lock', exact: true }).click();
  await inbox.getByRole('button', { name: 'Unlock' }).waitFor();
  await inbox.close();
  const stranger = await browser.context.newPage();
  await stranger.goto(served.otherOrigin);
  for (const page of [site, stranger]) {
    expect(await say(page, 'inbox_getPermissions')).toEqual({ grants: [] });
    expect(await say(page, 'inbox_getSubscriptions')).toEqual([]);
    expect(await say(page, 'inbox_updateSubscription', { sender, types: [] })).toEqual([4100, 'notGranted']);
  }
  // Given up while locked, gone when it is unlocked.
  expect(await say(site, 'inbox_revokePermissions')).toEqual({ grants: [] });
  await stranger.bringToFront();
  await click(stranger);
  const approval = await approvalPage(browser.context);
  await unlock(approval, password);
  await allow(approval);
  expect(await answer(stranger, 0)).toMatchObject({ grants: [{ sender }] });
  expect(await say(site, 'inbox_getPermissions')).toEqual({ grants: [] });
  await say(stranger, 'inbox_revokePermissions');
});

test('without an account, closing the window is the same no', async () => {
  const fresh = await launchExtension();
  try {
    await fresh.onboarding();
    const page = await fresh.context.newPage();
    await page.goto(served.origin);
    expect(await say(page, 'inbox_getPermissions')).toEqual({ grants: [] });
    expect(await say(page, 'inbox_openConversation', { peer: sender })).toEqual([4100, 'notGranted']);
    await click(page);
    const approval = await approvalPage(fresh.context);
    await approval.getByText('Set up your inbox first').waitFor();
    await approval.close();
    expect(await answer(page, 0)).toEqual([4001, 'rejected']);
  } finally {
    await fresh.close();
  }
});

test('the worker ends while the window is open: what is decided then reaches the page', async () => {
  await browser.close({ keep: true });
  let raw: RawChromium | undefined;
  try {
    raw = await rawChromium(profileDir);
    const inbox = await raw.open(`chrome-extension://${browser.extensionId}/popup.html`);
    await inbox.until(`document.querySelector('input[type=password]')`);
    await inbox.evaluate(`(() => {
      const input = document.querySelector('input[type=password]');
      input.value = ${JSON.stringify(password)};
      input.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
    await inbox.until(`!document.querySelector('button[type=submit]').disabled`);
    await inbox.evaluate(`document.querySelector('button[type=submit]').click()`);
    await inbox.until(`document.querySelector('[role=tab]')`, 30_000);
    const page = await raw.open(served.origin);
    await page.until(`document.querySelector('button') && globalThis.walletInbox`);
    await page.evaluate(clickIt);
    const approval = await raw.attach('/approval.html');
    await approval.until(
      `[...document.querySelectorAll('button')].some((each) => each.textContent === 'Allow' && !each.disabled)`,
    );
    await raw.endWorker();
    await approval.evaluate(
      `[...document.querySelectorAll('button')].find((each) => each.textContent === 'Allow').click()`,
    );
    const granted = await page.evaluate<{ grants: { sender: string }[] }>('asked[0]');
    expect(granted.grants.map((grant) => grant.sender)).toEqual([sender]);

    // And a window that is closed while nobody is there is a no.
    await page.evaluate(`ask('inbox_revokePermissions')`);
    await page.evaluate(clickIt);
    const second = await raw.attach('/approval.html');
    await second.until(
      `[...document.querySelectorAll('button')].some((each) => each.textContent === 'Allow' && !each.disabled)`,
    );
    await raw.endWorker();
    await second.close();
    expect(await page.evaluate('asked[1]')).toEqual([4001, 'rejected']);
  } finally {
    await raw?.close();
    browser = await launchExtension({ profileDir });
  }
});

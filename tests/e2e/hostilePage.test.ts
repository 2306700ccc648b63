/**
 * What a hostile page does to the real worker. What it does to provider and relay (frames, sandboxes, pollution, forged
 * messages) is in provider.test.ts, over a worker that writes down what reaches it.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { createAccount, inboxShown } from '../support/inboxPages.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';
import { allow, approvalPage, isApprovalOpen, reject } from '../support/sitePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const sender = '5e'.repeat(32);
const types = [{ id: 'order', name: 'Orders' }];

/** Everything a page can spoil before it asks. */
const pollution = `
  for (const prototype of [Object.prototype, Array.prototype]) {
    for (const name of ['then', 'channel', 'to', 'kind', 'id', 'hasGesture', 'sender', 'notify', 'toJSON']) {
      Object.defineProperty(prototype, name, { get() { return 'polluted'; }, set() {}, configurable: true });
    }
  }
  Array.prototype[Symbol.iterator] = Array.prototype.push = Array.prototype.map = () => { throw new Error('polluted'); };
  Promise.prototype.then = new Proxy(Promise.prototype.then, {});
  window.postMessage = () => { throw new Error('polluted'); };
  MessageEvent.prototype.__defineGetter__('data', () => ({ channel: 'wallet-inbox', to: 'page', kind: 'gone' }));
`;

let node: TestNode;
let browser: ExtensionBrowser;
let served: ServedPages;
let page: Page;

beforeAll(async () => {
  node = await startTestNode();
  served = await servePages((path, { origin }) => {
    if (path === '/.well-known/wallet-inbox.json') return { body: JSON.stringify({ senders: [sender] }) };
    if (path === '/sandboxed') {
      return {
        body: '<!doctype html><script>globalThis.seen = "walletInbox" in window;</script>',
        headers: { 'content-security-policy': 'sandbox allow-scripts' },
      };
    }
    const spoiled = path === '/polluted' ? pollution : '';
    const frame = path === '/framed' ? `<iframe src="${origin}/"></iframe>` : '';
    return {
      body: `<!doctype html><button>ask</button><pre></pre>${frame}<script>
        globalThis.provider = globalThis.walletInbox;
        ${spoiled}
        globalThis.ask = async (method, params) => {
          try { return JSON.stringify(await provider.request({ method, params })); }
          catch (error) { return error.code + ' ' + error.data.reason; }
        };
        document.querySelector('button').onclick = () => {
          globalThis.asked = ask('inbox_requestPermissions', { notify: { sender: '${sender}', types: ${JSON.stringify(types)} } });
          if (location.pathname === '/polluted') readOut();
        };
        const readOut = async () => {
          const out = document.querySelector('pre');
          out.textContent += (await ask('inbox_getPermissions')) + ' ';
          out.textContent += (await ask('inbox_unsubscribe', {})) + ' ';
          out.textContent += (await asked) + ' ';
        };
      </script>`,
    };
  });
  browser = await launchExtension();
  await createAccount(await browser.onboarding(), { password: 'hostile pages', webUrl: node.webUrl });
  await browser.closePages();
  page = await browser.context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await node?.stop();
});

const ask = (where: Page, method: string, params = 'undefined'): Promise<string> =>
  where.evaluate(`ask('${method}', ${params})`);

/** Opens the popup and sees the inbox: the worker has time for the person. */
async function inboxAnswers(): Promise<void> {
  const inbox = await browser.open('popup.html');
  await inboxShown(inbox);
  await inbox.close();
}

/** Runs in the world of our own content script, which a page cannot reach: as if a renderer had been taken over. */
async function inRelay<T>(expression: string): Promise<T> {
  const session = await browser.context.newCDPSession(page);
  const worlds: { id: number; name: string; type: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    worlds.push({ id: context.id, name: context.name, type: (context.auxData as { type: string }).type });
  });
  await session.send('Runtime.enable');
  const world = worlds.find(({ name, type }) => type === 'isolated' && name === 'wallet-inbox');
  if (world === undefined) throw new Error('the relay has no world here');
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    contextId: world.id,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
  return result.value as T;
}

test('2,000 ports of one document: one is left, and the inbox answers', async () => {
  await page.goto(served.origin);
  const open = await inRelay<number>(`(async () => {
    let open = 0;
    for (let n = 0; n < 2000; n += 1) {
      const port = chrome.runtime.connect({ name: 'page' });
      open += 1;
      port.onDisconnect.addListener(() => { open -= 1; });
    }
    const until = Date.now() + 20_000;
    while (open > 1 && Date.now() < until) await new Promise((done) => setTimeout(done, 50));
    return open;
  })()`);
  expect(open).toBe(1);
  await inboxAnswers();
});

test('a relay that was taken over can claim neither another origin nor our own pages', async () => {
  await page.goto(served.origin);
  const told = await inRelay<unknown[]>(`(async () => {
    const told = [];
    const port = chrome.runtime.connect({ name: 'page' });
    port.onMessage.addListener((message) => told.push(message));
    const request = { kind: 'request', id: 'forged_request_0001', method: 'inbox_getPermissions', hasGesture: true };
    port.postMessage({ ...request, origin: '${served.otherOrigin}' });
    port.postMessage(request);
    const popup = chrome.runtime.connect({ name: 'popup' });
    told.push(await new Promise((done) => {
      popup.onDisconnect.addListener(() => done('refused'));
      popup.postMessage({ type: 'request', id: 'a', channel: 'app.getState', input: {} });
      popup.onMessage.addListener(done);
    }));
    const wallet = chrome.runtime.connect({ name: 'wallet' });
    told.push(await new Promise((done) => wallet.onDisconnect.addListener(() => done('refused'))));
    while (told.length < 3) await new Promise((done) => setTimeout(done, 20));
    return told;
  })()`);
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      'refused',
      { kind: 'response', id: 'forged_request_0001', result: { grants: [] } },
    ]),
  );
});

test('1,000 requests at once: each is answered, most with a word to slow down, and the inbox answers', async () => {
  await page.goto(served.origin);
  const answers = await page.evaluate<string[]>(
    `Promise.all(Array.from({ length: 1000 }, () => ask('inbox_getPermissions')))`,
  );
  expect(answers).toHaveLength(1000);
  const counts = Object.groupBy(answers, (answer) => answer);
  expect(Object.keys(counts).sort()).toEqual(['-32005 limitExceeded', '{"grants":[]}']);
  expect(counts['-32005 limitExceeded']?.length).toBeGreaterThan(900);
  await inboxAnswers();
});

test('a page that spoils everything around it is answered all the same, and nothing it spoiled counts', async () => {
  // The page reads out its answers itself: nothing of a test could run in such a world.
  await page.goto(`${served.otherOrigin}/polluted`);
  await expect(page.locator('pre').textContent()).resolves.toBe('');
  await page.getByRole('button', { name: 'ask' }).click();
  const approval = await approvalPage(browser.context);
  await reject(approval);
  await page.locator('pre', { hasText: 'rejected' }).waitFor();
  expect(await page.locator('pre').textContent()).toBe('{"grants":[]} -32602 invalidParams 4001 rejected ');
});

test.each([
  ['too large', `{ sender: 'x'.repeat(70000) }`],
  ['too deep', `(() => { let deep = []; for (let n = 0; n < 5000; n += 1) deep = [deep]; return deep; })()`],
  ['of odd types', `{ sender: 1n }`],
  ['a cycle', `(() => { const cycle = {}; cycle.sender = cycle; return cycle; })()`],
  ['with a prototype', `JSON.parse('{"__proto__": {"sender": "${sender}"}}')`],
  ['a list of many', `[{ sender: '${sender}' }, {}]`],
  ['a function', `() => 1`],
])('params that are %s are refused', async (_, params) => {
  await page.goto(served.otherOrigin);
  expect(await ask(page, 'inbox_unsubscribe', params)).toBe('-32602 invalidParams');
});

test('one site sees nothing of another, and one right brings no other', async () => {
  await page.goto(served.origin);
  await page.getByRole('button', { name: 'ask' }).click();
  await allow(await approvalPage(browser.context));
  expect(JSON.parse(await page.evaluate<string>('asked'))).toMatchObject({ grants: [{ sender }] });
  expect(await ask(page, 'inbox_openConversation', `{ peer: '${sender}' }`)).toBe('4100 notGranted');
  const other = await browser.context.newPage();
  await other.goto(served.otherOrigin);
  expect(await ask(other, 'inbox_getPermissions')).toBe('{"grants":[]}');
  expect(await ask(other, 'inbox_getSubscriptions')).toBe('[]');
  expect(await ask(other, 'inbox_revokePermissions')).toBe('{"grants":[]}');
  expect(JSON.parse(await ask(page, 'inbox_getSubscriptions'))).toMatchObject([{ sender }]);
  await other.close();
});

test('a granted origin has its rights in its top frame only', async () => {
  await page.goto(`${served.otherOrigin}/framed`);
  const frame = page.frames().find((each) => each.url() === `${served.origin}/`);
  await frame?.waitForFunction('globalThis.ask');
  expect(await frame?.evaluate('typeof provider')).toBe('undefined');
  await page.goto(`${served.origin}/sandboxed`);
  expect(await page.evaluate('seen')).toBe(false);
  await expect(inRelay('1')).resolves.toBe(1);
  const refused = await inRelay<string>(`new Promise((done) => {
    chrome.runtime.connect({ name: 'page' }).onDisconnect.addListener(() => done('refused'));
  })`);
  expect(refused).toBe('refused');
});

test('a page that goes away takes its question along', async () => {
  const other = await browser.context.newPage();
  await other.goto(served.otherOrigin);
  await other.getByRole('button', { name: 'ask' }).click();
  await approvalPage(browser.context);
  await other.close();
  await expect.poll(() => isApprovalOpen(browser.context)).toBe(false);
  // Nobody said no: the site may ask.
  await page.goto(served.otherOrigin);
  await page.getByRole('button', { name: 'ask' }).click();
  await reject(await approvalPage(browser.context));
});

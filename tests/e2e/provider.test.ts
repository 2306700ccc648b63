/** What a page gets from us, and what it can do to it: the built provider and relay in Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundledHelper } from '../../scripts/sizeBudgets.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type SeenMessage, writePageEdgeExtension } from '../support/pageEdgeExtension.ts';
import { rawChromium } from '../support/rawChromium.ts';
import { type ServedPages, servePages } from '../support/servePages.ts';

const forgedRequest = `{ channel: 'wallet-inbox', to: 'relay', kind: 'request', id: 'forged_by_a_frame_', method: 'inbox_getCapabilities' }`;
const forgedGone = `{ channel: 'wallet-inbox', to: 'page', kind: 'gone' }`;

/** A frame that says whether it has a provider, and forges messages to its parent. */
const child = `<!doctype html><script>
  const has = 'walletInbox' in window;
  let announced = false;
  addEventListener('walletInbox:announceProvider', () => { announced = true; });
  dispatchEvent(new Event('walletInbox:requestProvider'));
  const up = window.opener ?? parent;
  up.postMessage(${forgedRequest}, '*');
  up.postMessage(${forgedGone}, '*');
  up.postMessage({ child: location.protocol + location.pathname, has, announced }, '*');
</script>`;

const inAttribute = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

let served: ServedPages;
let folder: string;
let browser: ExtensionBrowser;
let page: Page;
let faults: string[];
let helper: string;

beforeAll(async () => {
  folder = writePageEdgeExtension();
  helper = await bundledHelper();
  served = await servePages((path, { origin, otherOrigin }) => {
    if (path === '/child') return { body: child };
    if (path === '/sandboxed') {
      return { body: child, headers: { 'content-security-policy': 'sandbox allow-scripts' } };
    }
    if (path === '/taken') {
      return {
        body: '<!doctype html><script>const walletInbox = "mine"; globalThis.mine = walletInbox;</script>',
      };
    }
    if (path === '/asking')
      return { body: `<!doctype html><script>(() => {${askPlainly}})(); ask();</script>` };
    if (path === '/asking-broken') {
      return { body: `<!doctype html><script>(() => {${askPlainly}${replacement}})(); ask();</script>` };
    }
    if (path === '/without-click') {
      return {
        body: `<!doctype html><script>
          Object.defineProperty(Navigator.prototype, 'userActivation', { get: () => ({ isActive: true }) });
          walletInbox.request({ method: 'inbox_getPermissions', hasGesture: true });
        </script><button>ask</button><script>
          document.querySelector('button').onclick = () => walletInbox.request({ method: 'inbox_getSubscriptions' });
        </script>`,
      };
    }
    if (path === '/helper.js') return { body: helper, headers: { 'content-type': 'text/javascript' } };
    if (path === '/helped') {
      return {
        body: `<!doctype html><script type="module">
          import { findInbox, ProviderFaultError } from '/helper.js';
          const inbox = await findInbox();
          const granted = await inbox.requestPermissions({ openConversation: {} });
          const fault = await inbox.revokePermissions().catch((error) => error);
          inbox.on('permissionsChanged', ({ account }) => { globalThis.account = account; });
          globalThis.came = { name: inbox.info.name, granted, isFault: fault instanceof ProviderFaultError,
            code: fault.code, reason: fault.reason, message: fault.message };
        </script>`,
      };
    }
    if (path === '/listening') {
      return {
        body: `<!doctype html><script>
          globalThis.heard = [];
          addEventListener('walletInbox:announceProvider', (event) => heard.push(event.detail));
        </script><p>page</p>`,
      };
    }
    if (path === '/frames') {
      return {
        body: `<!doctype html><script>
            globalThis.said = [];
            globalThis.disconnects = 0;
            walletInbox.on('disconnect', () => { disconnects += 1; });
            addEventListener('message', ({ data }) => { if (data.child) said.push(data); });
          </script>
          <iframe src="${origin}/child"></iframe>
          <iframe src="${otherOrigin}/child?other"></iframe>
          <iframe src="${origin}/child" sandbox="allow-scripts"></iframe>
          <iframe srcdoc="${inAttribute(child)}"></iframe>
          <iframe src="data:text/html,${encodeURIComponent(child)}"></iframe>
          <iframe id="blank"></iframe>`,
      };
    }
    return { body: '<!doctype html><p>page</p>' };
  });
  browser = await launchExtension({ folder });
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.context.newPage();
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const worker = await browser.worker();
  await worker.evaluate('seen.length = 0; mute = false; results = {};');
});

afterEach(async () => {
  await page.close();
});

async function seen(): Promise<SeenMessage[]> {
  return (await browser.worker()).evaluate('seen') as Promise<SeenMessage[]>;
}

async function inWorker(script: string): Promise<void> {
  await (await browser.worker()).evaluate(script);
}

async function open(path: string): Promise<void> {
  await page.goto(`${served.origin}${path}`);
  await page.bringToFront();
}

async function tellPermissionsChanged(): Promise<void> {
  await inWorker(
    `for (const port of ports) port.postMessage({ kind: 'event', name: 'permissionsChanged', data: { account: 'a' } })`,
  );
}

/** Of a request: what it came to. Written out, because a page's promise may be anything. */
function request(method: string, params?: unknown): Promise<unknown> {
  return page.evaluate(
    ([method, params]) =>
      (globalThis as unknown as { walletInbox: { request(args: object): Promise<unknown> } }).walletInbox
        .request(params === undefined ? { method } : { method, params })
        .then(
          (result) => ({ result }),
          (error: { code: number; message: string; data: { reason: string } }) => ({
            isError: error instanceof Error,
            code: error.code,
            reason: error.data.reason,
          }),
        ),
    [method, params] as const,
  );
}

test('a page hears of the provider when it asks, as often as it asks, and always of the same', async () => {
  await open('/listening');
  const said = await page.evaluate(`(() => {
    const atLoad = heard.length;
    dispatchEvent(new Event('walletInbox:requestProvider'));
    dispatchEvent(new Event('walletInbox:requestProvider'));
    const [first, second] = heard;
    return {
      atLoad,
      count: heard.length,
      isSame: first === second && first.provider === window.walletInbox,
      name: first.info.name,
      rdns: first.info.rdns,
      uuid: first.info.uuid,
      icon: first.info.icon,
      ethereum: 'ethereum' in window,
      ours: Object.getOwnPropertyNames(window).filter((name) => /inbox|wxt|^provider$/i.test(name)),
    };
  })()`);
  expect(said).toMatchObject({
    count: 2,
    isSame: true,
    name: 'wallet-inbox',
    rdns: 'wallet-inbox',
    ethereum: false,
    ours: ['walletInbox'],
  });
  const { uuid, icon } = said as { uuid: string; icon: string };
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(icon.length).toBeLessThan(1024);
  const drawn = await page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return image.naturalWidth;
  }, icon);
  expect(drawn).toBeGreaterThan(0);
  expect(await seen()).toEqual([]);
});

test('nothing of it can be changed', async () => {
  await open('/listening');
  const changed = await page.evaluate(`(() => {
    dispatchEvent(new Event('walletInbox:requestProvider'));
    const [detail] = heard;
    const open = [];
    const visit = (value, path) => {
      if (Object(value) !== value) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const key of Reflect.ownKeys(value)) {
        const { value: inner, get, set } = Object.getOwnPropertyDescriptor(value, key);
        if (get || set) open.push(path + '.' + String(key));
        visit(inner, path + '.' + String(key));
      }
    };
    visit(detail, 'detail');
    return { open, inherits: Object.getPrototypeOf(detail.provider) !== null };
  })()`);
  expect(changed).toEqual({ open: [], inherits: false });
});

test('a request and its answer; the port is opened with the first, and stamped by the browser', async () => {
  await open('/');
  expect(await request('inbox_getPermissions')).toEqual({ result: { echo: null } });
  expect(await request('inbox_unsubscribe', { sender: 'a' })).toEqual({ result: { echo: { sender: 'a' } } });
  const [connect, ...requests] = await seen();
  expect(connect).toEqual({ kind: 'connect', name: 'page', origin: served.origin, frameId: 0 });
  expect(requests).toMatchObject([
    { kind: 'request', method: 'inbox_getPermissions' },
    { kind: 'request', method: 'inbox_unsubscribe' },
  ]);
});

test('the helper finds it, asks through it, and says its faults', async () => {
  await answersToAll();
  await open('/helped');
  await page.waitForFunction('globalThis.came !== undefined');
  expect(await page.evaluate('came')).toEqual({
    name: 'wallet-inbox',
    granted: { echo: { openConversation: {} } },
    isFault: true,
    code: 4100,
    reason: 'notGranted',
    message: 'no',
  });
  await expect.poll(async () => (await seen()).at(-1)?.kind).toBe('listen');
  await tellPermissionsChanged();
  await page.waitForFunction(`account === 'a'`);
});

test('a click is seen, whatever the page says of one', async () => {
  // Not by Playwright: what it evaluates in a page counts as a gesture.
  await open('/without-click');
  await expect.poll(async () => (await seen()).length).toBe(2);
  await page.getByRole('button').click();
  await expect.poll(async () => (await seen()).length).toBe(3);
  expect((await seen()).filter(({ kind }) => kind === 'request')).toMatchObject([
    { method: 'inbox_getPermissions', hasGesture: false },
    { method: 'inbox_getSubscriptions', hasGesture: true },
  ]);
});

test('what is no request is refused before the worker is woken', async () => {
  await open('/');
  expect(await request('eth_requestAccounts')).toEqual({
    isError: true,
    code: 4200,
    reason: 'unsupportedMethod',
  });
  expect(await request('inbox_openConversation', { peer: 'x'.repeat(64 * 1024) })).toMatchObject({
    code: -32602,
  });
  const codes = await page.evaluate(`(async () => {
    const cycle = {}; cycle.self = cycle;
    const code = (args) => walletInbox.request(args).then(() => 0, (error) => error.code);
    const method = 'inbox_unsubscribe';
    return [
      await code(), await code(null), await code('inbox_getPermissions'), await code({}), await code({ method: 1 }),
      await code({ method, params: cycle }), await code({ method, params: 1n }),
      await code({ method, params: () => {} }), await code({ method, params: Symbol.iterator }),
    ];
  })()`);
  expect(codes).toEqual([-32602, -32602, -32602, -32602, -32602, -32602, -32602, -32602, -32602]);
  expect(await seen()).toEqual([]);
});

test('the worker gets plain JSON of what was asked, whatever objects the page made it of', async () => {
  await open('/');
  await page.evaluate(`(async () => {
    const params = Object.create({ inherited: 1 });
    params.sender = 'a'; params.date = new Date(0); params.nothing = undefined; params.map = new Map([[1, 2]]);
    const asked = walletInbox.request({ method: 'inbox_unsubscribe', params, id: 'mine', extra: 1 });
    params.sender = 'changed';
    await asked;
  })()`);
  const asked = (await seen()).at(-1);
  expect(asked?.params).toEqual({ sender: 'a', date: '1970-01-01T00:00:00.000Z', map: {} });
  expect(Object.keys(asked ?? {}).sort()).toEqual(['hasGesture', 'id', 'kind', 'method', 'params']);
});

const pollution = `
  globalThis.ranFirst = !('walletInbox' in window);
  const trap = (target, key) => Object.defineProperty(target, key, {
    get() { return this === Object.prototype || this === Array.prototype ? undefined : 'polluted'; },
    set() { globalThis.trapped = key; },
    configurable: true,
  });
  for (const key of ['channel', 'to', 'kind', 'id', 'code', 'data', 'reason', 'method', 'params', 'error', 'name',
    'message', 'info', 'provider', 'detail', 'resolve', 'reject', 'transfer', 'toJSON', 'signal',
    'once', 'capture', 'cause']) {
    trap(Object.prototype, key);
  }
  Object.prototype.then = function () { globalThis.trapped = 'then'; };
  Object.prototype.get = () => 'polluted';
  for (const method of ['push', 'map', 'forEach', 'filter', 'slice', 'indexOf', 'concat', 'join']) {
    Array.prototype[method] = () => { throw new Error(method); };
  }
  Array.prototype[Symbol.iterator] = () => { throw new Error('iterated'); };
  const descriptor = Object.create(null);
  descriptor.set = () => { globalThis.trapped = '0'; };
  descriptor.configurable = true;
  Object.defineProperty(Array.prototype, '0', descriptor);
`;

/** What a page may replace once it runs, on purpose or as a polyfill. */
const replacement = `
  const { defineProperty } = Object;
  const broken = (name) => function () { throw new Error('replaced ' + name); };
  for (const [holder, names] of [
    [window, ['postMessage', 'addEventListener', 'dispatchEvent', 'structuredClone', 'reportError', 'CustomEvent', 'Promise',
      'Error', 'Set', 'Map', 'Object', 'Reflect', 'JSON', 'Function', 'crypto']],
    [EventTarget.prototype, ['addEventListener', 'dispatchEvent']],
    [Function.prototype, ['call', 'apply', 'bind']],
    [Reflect, ['apply', 'construct', 'ownKeys']],
    [Object, ['freeze', 'create', 'defineProperty', 'keys', 'getOwnPropertyDescriptor']],
    [Set.prototype, ['add', 'delete', 'forEach', 'has']],
    [Promise, ['resolve', 'reject']],
    [JSON, ['stringify', 'parse']],
    [Crypto.prototype, ['randomUUID', 'getRandomValues']],
    [Array.prototype, ['push', 'map', 'forEach', 'indexOf']],
    [String.prototype, ['startsWith', 'includes', 'split']],
  ]) {
    for (const name of names) defineProperty(holder, name, { value: broken(name), configurable: true });
  }
  Promise.prototype.constructor = broken('constructor');
  for (const name of ['data', 'source', 'origin']) {
    defineProperty(MessageEvent.prototype, name, { get: broken(name), configurable: true });
  }
`;

/** Asks with nothing but what cannot be replaced, and leaves what came of it where a test finds it. */
const askPlainly = `
  const { request, on } = window.walletInbox;
  const { then } = Promise.prototype;
  const { apply } = Reflect;
  const count = { n: 0 };
  const keep = (value) => { globalThis['came' + count.n] = value; count.n += 1; globalThis.cameCount = count.n; };
  globalThis.ask = () => {
    on('permissionsChanged', (data) => keep('event ' + data.account));
    apply(then, request({ method: 'inbox_getPermissions' }), [(result) => keep(typeof result)]);
    apply(then, request({ method: 'inbox_getSubscriptions' }), [(result) => keep('list ' + result.length)]);
    apply(then, request({ method: 'inbox_revokePermissions' }), [undefined, (error) => keep('error ' + error.code)]);
    apply(then, request({ method: 'no_such' }), [undefined, (error) => keep('error ' + error.code)]);
  };
`;

async function answersToAll(): Promise<void> {
  await inWorker(`results = {
    inbox_getPermissions: { result: { grants: [] } },
    inbox_getSubscriptions: { result: [{ grantId: 'a' }] },
    inbox_revokePermissions: { error: { code: 4100, message: 'no', data: { reason: 'notGranted' } } },
  }`);
}

/** In a page whose every function may be broken: over the bare protocol, without Playwright's own script in the page. */
async function bareEvaluate(expression: string): Promise<unknown> {
  const session = await browser.context.newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
  await session.detach();
  return result.value;
}

async function cameOfAsking(): Promise<unknown[]> {
  await expect.poll(() => bareEvaluate('globalThis.cameCount')).toBe(4);
  await tellPermissionsChanged();
  await expect.poll(() => bareEvaluate('globalThis.cameCount')).toBe(5);
  return Promise.all([0, 1, 2, 3, 4].map((index) => bareEvaluate(`came${index}`)));
}

const allOfIt = ['error 4100', 'error 4200', 'event a', 'list 1', 'object'];

test('prototypes that were polluted before it started do not reach it', async () => {
  await answersToAll();
  await page.addInitScript({ content: pollution });
  await open('/asking');
  expect(await bareEvaluate('ranFirst')).toBe(true);
  expect((await cameOfAsking()).sort()).toEqual(allOfIt);
  expect(await bareEvaluate('globalThis.trapped ?? null')).toBe(null);
  expect(faults).toEqual([]);
});

test('globals and methods that a page replaces later are not used', async () => {
  await answersToAll();
  await open('/asking-broken');
  expect((await cameOfAsking()).sort()).toEqual(allOfIt);
  expect(faults).toEqual([]);
});

test('a page with a walletInbox of its own works as before, and still finds ours', async () => {
  await open('/taken');
  expect(await page.evaluate('globalThis.mine')).toBe('mine');
  const name = await page.evaluate(`(() => {
    let name;
    addEventListener('walletInbox:announceProvider', ({ detail }) => { name = detail.info.name; });
    dispatchEvent(new Event('walletInbox:requestProvider'));
    return name;
  })()`);
  expect(name).toBe('wallet-inbox');
  expect(faults).toEqual([]);
});

test('a page that overwrites what it was given breaks neither announcement nor relay', async () => {
  await open('/listening');
  const code = await page.evaluate(`(async () => {
    window.walletInbox = { request: () => 'fake' };
    dispatchEvent(new Event('walletInbox:requestProvider'));
    const { provider } = heard[0];
    provider.request = () => 'fake';
    delete provider.on;
    const { request } = provider;
    return request({ method: 'no_such' }).catch((error) => error.code);
  })()`);
  expect(code).toBe(4200);
});

test('a listener that throws does not keep the next from hearing, nor can it change what that one hears', async () => {
  await open('/');
  await page.evaluate(`
    globalThis.heardEvents = [];
    walletInbox.on('permissionsChanged', (data) => { data.account = 'changed'; throw new Error('of a listener'); });
    const dropped = () => heardEvents.push('dropped');
    walletInbox.on('permissionsChanged', dropped).removeListener('permissionsChanged', dropped);
    walletInbox.on('permissionsChanged', (data) => heardEvents.push(data.account));
    walletInbox.on('accountsChanged', () => {}).on('permissionsChanged', 'no function');
  `);
  await expect.poll(async () => (await seen()).filter(({ kind }) => kind === 'listen').length).toBe(1);
  await inWorker(
    `for (const port of ports) {
      port.postMessage({ kind: 'event', name: '__proto__', data: {} });
      port.postMessage({ kind: 'event', name: 'permissionsChanged', data: { account: 'a' } });
    }`,
  );
  await page.waitForFunction('heardEvents.length > 0');
  expect(await page.evaluate('heardEvents')).toEqual(['a']);
  expect(faults).toEqual(['of a listener']);
});

test('frames have no provider and can speak neither to the relay nor to the provider', async () => {
  await open('/frames');
  await page.waitForFunction('said.length === 5');
  const said = (await page.evaluate('said')) as { child: string; has: boolean; announced: boolean }[];
  expect(said.map(({ child }) => child).sort()).toEqual([
    'about:srcdoc',
    `data:text/html,${encodeURIComponent(child)}`,
    'http:/child',
    'http:/child',
    'http:/child',
  ]);
  expect(said.every(({ has, announced }) => !has && !announced)).toBe(true);
  expect(await page.evaluate(`'walletInbox' in document.getElementById('blank').contentWindow`)).toBe(false);
  // Said after the forged ones: what the frames said is through by now.
  expect(await request('inbox_getPermissions')).toHaveProperty('result');
  expect((await seen()).filter(({ kind }) => kind === 'request')).toMatchObject([
    { method: 'inbox_getPermissions' },
  ]);
  expect(await page.evaluate('disconnects')).toBe(0);
});

test('a window that this page opened, of another site, is not heard either', async () => {
  await open('/');
  await page.evaluate(
    `addEventListener('message', ({ data }) => { if (data.child) globalThis.said = data; })`,
  );
  await page.evaluate(`void window.open('${served.otherOrigin}/child')`);
  await page.waitForFunction('globalThis.said !== undefined');
  // It is a top frame of its own right.
  expect(await page.evaluate('said.has')).toBe(true);
  expect(await request('inbox_getPermissions')).toHaveProperty('result');
  expect((await seen()).filter(({ kind }) => kind === 'request')).toMatchObject([
    { method: 'inbox_getPermissions' },
  ]);
});

test('a top page without an origin has nothing', async () => {
  await open('/sandboxed');
  expect(await page.evaluate(`[origin, 'walletInbox' in window]`)).toEqual(['null', false]);
  await page.evaluate(`postMessage(${forgedRequest}, '*')`);
  for (const address of ['about:blank', 'data:text/html,<p>page']) {
    await page.goto(address);
    expect(await page.evaluate(`'walletInbox' in window`)).toBe(false);
  }
  expect(await seen()).toEqual([]);
  expect(faults).toEqual([]);
});

test('answers that nobody asked for, and messages that are not of the form, are ignored', async () => {
  await open('/');
  await page.evaluate(`(async () => {
    const say = (fields) => postMessage({ channel: 'wallet-inbox', ...fields }, '*');
    for (const id of ['unknown_unknown_x', '__proto__', 'toString', 1, null, {}]) {
      say({ to: 'page', kind: 'response', id, result: 1 });
      say({ to: 'page', kind: 'response', id, error: 1 });
      say({ to: 'relay', kind: 'request', id, method: 'inbox_getPermissions ' });
    }
    say({ to: 'page', kind: 'event', name: 'constructor', data: 1 });
    say({ to: 'relay', kind: 'request', id: 'short', method: 'inbox_getPermissions' });
    say({ to: 'relay', kind: 'request', method: 'inbox_getPermissions' });
    say({ to: 'relay', kind: 'response', id: 'x'.repeat(20) });
    say({ to: 'worker', kind: 'listen' });
    for (const odd of [null, undefined, 1, 'wallet-inbox', [], new Map()]) postMessage(odd, '*');
    dispatchEvent(new MessageEvent('message', {
      data: { channel: 'wallet-inbox', to: 'relay', kind: 'listen' }, source: window, origin: location.origin,
    }));
  })()`);
  expect(await request('inbox_getPermissions')).toHaveProperty('result');
  expect(await seen()).toMatchObject([{ kind: 'connect' }, { method: 'inbox_getPermissions' }]);
  expect(faults).toEqual([]);
});

test('what is unanswered when the worker ends is asked again under the same id, and events are wanted again', async () => {
  await open('/');
  await inWorker('mute = true');
  await page.evaluate(`
    walletInbox.on('permissionsChanged', () => {});
    globalThis.params = { sender: 'a' };
    globalThis.asked = walletInbox.request({ method: 'inbox_unsubscribe', params });
    params.sender = 'changed';
    0;
  `);
  await expect.poll(async () => (await seen()).length).toBe(3);
  await inWorker('mute = false; for (const port of ports) port.disconnect();');
  expect(await page.evaluate('asked')).toEqual({ echo: { sender: 'a' } });
  await expect.poll(async () => (await seen()).length).toBe(6);
  const [, , first, , again, listen] = await seen();
  expect(again).toEqual(first);
  expect(listen).toEqual({ kind: 'listen' });
});

test('a port that is refused again and again is asked for more and more rarely', async () => {
  await open('/');
  await inWorker(
    `mute = true; globalThis.refuse = (port) => port.disconnect(); chrome.runtime.onConnect.addListener(refuse)`,
  );
  await page.evaluate(`void walletInbox.request({ method: 'inbox_getPermissions' })`);
  await expect
    .poll(async () => (await seen()).filter(({ kind }) => kind === 'connect').length, { timeout: 10_000 })
    .toBe(3);
  const since = Date.now();
  await expect
    .poll(async () => (await seen()).filter(({ kind }) => kind === 'connect').length, { timeout: 10_000 })
    .toBe(4);
  await inWorker('chrome.runtime.onConnect.removeListener(refuse)');
  expect(Date.now() - since).toBeGreaterThan(500);
});

test('a flood is stopped before it reaches the worker, and 1,000 requests may wait', async () => {
  await open('/');
  await inWorker('mute = true');
  const codes = (await page.evaluate(`(async () => {
    const codes = {};
    const count = (error) => { codes[error.data.reason] = (codes[error.data.reason] ?? 0) + 1; };
    for (let n = 0; n < 1500; n += 1) walletInbox.request({ method: 'inbox_getPermissions' }).catch(count);
    await new Promise((done) => setTimeout(done, 500));
    return codes;
  })()`)) as { limitExceeded: number };
  expect(codes.limitExceeded).toBeGreaterThan(1_300);
  const passed = (await seen()).filter(({ kind }) => kind === 'request').length;
  expect(passed).toBeGreaterThanOrEqual(100);
  expect(passed).toBeLessThan(200);
  await page.evaluate(`(() => {
    for (let n = 0; n < 500; n += 1) postMessage({ channel: 'wallet-inbox', to: 'relay', kind: 'listen' }, '*');
  })()`);
  // Answered by the relay after all of them were read.
  expect(await request('no_such')).toHaveProperty('code', 4200);
  await expect.poll(async () => (await seen()).filter(({ kind }) => kind === 'listen').length).toBe(1);
});

test('a page that writes itself anew, which removes every listener of its window, keeps what it has', async () => {
  await open('/');
  await page.evaluate(`
    document.open();
    document.write('<!doctype html><p>written anew</p>');
    document.close();
    globalThis.isAnnounced = false;
    addEventListener('walletInbox:announceProvider', () => { isAnnounced = true; });
  `);
  expect(await request('inbox_getPermissions')).toEqual({ result: { echo: null } });
  await page.evaluate(`dispatchEvent(new Event('walletInbox:requestProvider'))`);
  expect(await page.evaluate('isAnnounced')).toBe(true);
});

test('a page that comes back from the back/forward cache is attached again', async () => {
  // Playwright switches that cache off.
  const profileDir = mkdtempSync(join(tmpdir(), 'wallet-inbox-profile-'));
  const raw = await rawChromium(profileDir, folder);
  try {
    const tab = await raw.open(`${served.origin}/`);
    await tab.until(`document.readyState === 'complete' && 'walletInbox' in window`);
    await tab.evaluate(`(() => {
      globalThis.shows = [];
      addEventListener('pageshow', ({ persisted }) => shows.push(persisted));
      walletInbox.on('permissionsChanged', () => {});
    })()`);
    const listens = `walletInbox.request({ method: 'inbox_getCapabilities' })
      .then(({ seen }) => seen.filter(({ kind, origin }) => kind === 'listen').length)`;
    expect(await tab.evaluate(listens)).toBe(1);
    // A step that leaves the document has no answer of its own.
    const isAt = (origin: string) =>
      tab
        .evaluate(`location.origin === '${origin}' && document.readyState === 'complete'`)
        .catch(() => false);
    await tab.evaluate(`void setTimeout(() => { location.href = '${served.otherOrigin}/'; })`);
    await expect.poll(() => isAt(served.otherOrigin)).toBe(true);
    await tab.evaluate('void setTimeout(() => history.back())');
    await expect.poll(() => isAt(served.origin)).toBe(true);
    expect(await tab.evaluate('shows')).toEqual([true]);
    expect(await tab.evaluate(listens)).toBe(2);
  } finally {
    await raw.close();
    rmSync(profileDir, { recursive: true, force: true });
  }
});

test('a page whose extension was removed is told once, and asks in vain', async () => {
  await open('/');
  await inWorker('mute = true');
  await page.evaluate(`
    globalThis.disconnects = [];
    walletInbox.on('disconnect', (fault) => disconnects.push(fault.code));
    globalThis.asked = walletInbox.request({ method: 'inbox_getPermissions' }).catch((error) => error.code);
    0;
  `);
  await expect.poll(async () => (await seen()).length).toBe(3);
  await inWorker('void chrome.management.uninstallSelf()').catch(() => undefined);
  expect(await page.evaluate('asked')).toBe(4900);
  expect(await request('inbox_getPermissions')).toMatchObject({ code: 4900, reason: 'disconnected' });
  expect(await page.evaluate('disconnects')).toEqual([4900]);
});

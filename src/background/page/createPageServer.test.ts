import { expect, test, vi } from 'vitest';
import type { ApprovalView } from '../../bridge/approvalView.ts';
import { type FakePage, unsafeOwnId, unsafePageWorld } from './unsafePageWorld.ts';

const shop = 'https://shop.example';
const news = 'https://news.example';
const sender = '5e'.repeat(32);
const types = [
  { id: 'order', name: 'Orders' },
  { id: 'promo', name: 'Offers', description: 'Now and then' },
];
const notify = { sender, types };
const day = 24 * 60 * 60 * 1000;

type World = Awaited<ReturnType<typeof unsafePageWorld>>;

const rejected = [4001, 'rejected'];

/** The approval window, as far as it can be seen: its request, once there is one. */
const shown = (world: World) =>
  vi.waitFor(async () => {
    const { approval } = await current(world);
    expect(approval).toBeDefined();
    return approval as ApprovalView;
  });
const approvalWindow = { path: '/approval.html' } as never;
const current = (world: World) => world.server().procedures['approval.current']({}, approvalWindow);
const decide = (
  world: World,
  requestId: string,
  decision: Parameters<ReturnType<World['server']>['procedures']['approval.decide']>[0]['decision'],
) => world.server().procedures['approval.decide']({ requestId, decision }, approvalWindow);
const approve = { kind: 'approve' as const, typeIds: ['order'], notify: true, openConversation: true };

async function granted(world: World, page: FakePage, params: object = { notify }): Promise<unknown> {
  const answer = page.ask('inbox_requestPermissions', params);
  await decide(world, (await shown(world)).requestId, approve);
  return await answer;
}

test('a site asks, the person switches one kind off, the site is told what it has', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  page.say({ kind: 'listen' });
  const answer = page.ask('inbox_requestPermissions', { notify: { ...notify, reason: 'Orders' } });
  const approval = await shown(world);
  expect(approval).toMatchObject({
    origin: shop,
    kind: 'permissions',
    notify: { sender, types, reason: 'Orders', verification: 'missing', isBlocked: false },
    asksOpenConversation: false,
    waitingCount: 0,
  });
  expect(world.windows.size).toBe(1);
  await decide(world, approval.requestId, approve);
  expect(await answer).toMatchObject({
    account: `eip155:1:0x${'ab'.repeat(20)}`,
    grants: [{ capability: 'notify', sender, types: ['order'] }],
  });
  expect(world.windows.size).toBe(0);
  expect(page.told).toContainEqual(expect.objectContaining({ kind: 'event', name: 'permissionsChanged' }));
  // What was not asked for is not granted, whatever the window says.
  expect(world.store.site(shop)?.openConversation).toBeUndefined();
  expect(await page.ask('inbox_getSubscriptions')).toMatchObject([{ sender, types: ['order'] }]);
});

test.each([
  ['reject', { kind: 'reject' as const }],
  ['approving nothing', { ...approve, notify: false, openConversation: false }],
  ['never', { kind: 'never' as const }],
])('%s is the same answer', async (_, decision) => {
  const world = await unsafePageWorld();
  const answer = world.page(shop).ask('inbox_requestPermissions', { notify });
  await decide(world, (await shown(world)).requestId, decision);
  expect(await answer).toEqual(rejected);
  expect(world.store.sites()).toEqual([]);
});

test('closing the window is a no to the one that was shown; those behind it are turned away and not counted', async () => {
  const world = await unsafePageWorld();
  const first = world.page(shop).ask('inbox_requestPermissions', { notify });
  await shown(world);
  const second = world.page(news).ask('inbox_requestPermissions', { notify });
  await vi.waitFor(async () => expect((await current(world)).approval?.waitingCount).toBe(1));
  world.windows.clear();
  await world.server().windowClosed(1);
  expect([await first, await second]).toEqual([rejected, rejected]);
  // One more dismissal is the second of the shop, and the first of the other.
  for (const origin of [shop, news]) {
    const again = world.page(origin).ask('inbox_requestPermissions', { notify });
    await decide(world, (await shown(world)).requestId, { kind: 'reject' });
    expect(await again).toEqual(rejected);
  }
  const { windows } = world;
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual(rejected);
  expect(windows.size).toBe(0);
  world.page(news).ask('inbox_requestPermissions', { notify });
  expect((await shown(world)).origin).toBe(news);
});

test('a cool-down ends after a day, a never only when it is lifted; both hold while locked', async () => {
  const world = await unsafePageWorld();
  for (const _ of [1, 2]) {
    const answer = world.page(shop).ask('inbox_requestPermissions', { notify });
    await decide(world, (await shown(world)).requestId, { kind: 'reject' });
    await answer;
  }
  world.lock();
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual(rejected);
  await world.unlock();
  world.pass(day);
  const answer = world.page(shop).ask('inbox_requestPermissions', { notify });
  await decide(world, (await shown(world)).requestId, { kind: 'never' });
  await answer;
  world.pass(365 * day);
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual(rejected);
  await world.server().procedures['site.setMayAsk']({ origin: shop, mayAsk: true }, approvalWindow);
  world.page(shop).ask('inbox_requestPermissions', { notify });
  expect((await shown(world)).origin).toBe(shop);
});

test('only the approval window decides, and only what it shows', async () => {
  const world = await unsafePageWorld();
  world.page(shop).ask('inbox_requestPermissions', { notify });
  const { requestId } = await shown(world);
  const popup = { path: '/popup.html' } as never;
  const { procedures } = world.server();
  await expect(procedures['approval.decide']({ requestId, decision: approve }, popup)).rejects.toMatchObject({
    code: 'Bridge.WrongPage',
  });
  await expect(procedures['approval.current']({}, popup)).rejects.toMatchObject({ code: 'Bridge.WrongPage' });
  await expect(decide(world, 'another', approve)).rejects.toMatchObject({ code: 'Site.RequestGone' });
});

test.each([
  ['no click', 'inbox_requestPermissions', { notify }, { hasGesture: false }, [4100, 'gestureRequired']],
  ['no click', 'inbox_subscribe', { sender, types }, { hasGesture: false }, [4100, 'gestureRequired']],
  ['no click', 'inbox_openConversation', { peer: sender }, { hasGesture: false }, [4100, 'gestureRequired']],
  ['no such method', 'eth_accounts', undefined, {}, [4200, 'unsupportedMethod']],
  ['a method of every object', 'toString', undefined, {}, [4200, 'unsupportedMethod']],
  ['no params', 'inbox_requestPermissions', undefined, {}, [-32602, 'invalidParams']],
  ['nothing asked', 'inbox_requestPermissions', {}, {}, [-32602, 'invalidParams']],
  [
    'an address for an inbox',
    'inbox_requestPermissions',
    { notify: { sender: `0x${'ab'.repeat(20)}`, types } },
    {},
    [-32602, 'invalidParams'],
  ],
  ['no types', 'inbox_requestPermissions', { notify: { sender, types: [] } }, {}, [-32602, 'invalidParams']],
  [
    'types twice',
    'inbox_requestPermissions',
    { notify: { sender, types: [types[0], types[0]] } },
    {},
    [-32602, 'invalidParams'],
  ],
  [
    'too many types',
    'inbox_requestPermissions',
    { notify: { sender, types: Array.from({ length: 17 }, (__, n) => ({ id: `t${n}`, name: 'T' })) } },
    {},
    [-32602, 'invalidParams'],
  ],
  [
    'a name that turns text around',
    'inbox_requestPermissions',
    { notify: { sender, types: [{ id: 'a', name: 'a\u202eb' }] } },
    {},
    [-32602, 'invalidParams'],
  ],
  [
    'a reason of two lines',
    'inbox_requestPermissions',
    { notify: { ...notify, reason: 'a\nb' } },
    {},
    [-32602, 'invalidParams'],
  ],
  ['more than is known', 'inbox_requestPermissions', { notify, transfer: {} }, {}, [-32602, 'invalidParams']],
  ['two params', 'inbox_unsubscribe', [{ sender }, {}], {}, [-32602, 'invalidParams']],
  ['a text', 'inbox_unsubscribe', 'sender', {}, [-32602, 'invalidParams']],
  [
    'a draft too long',
    'inbox_openConversation',
    { peer: sender, draft: 'x'.repeat(2_001) },
    {},
    [-32602, 'invalidParams'],
  ],
  ['no grant', 'inbox_subscribe', { sender, types }, {}, [4100, 'notGranted']],
  ['no grant', 'inbox_updateSubscription', { sender, types: [] }, {}, [4100, 'notGranted']],
  ['no grant', 'inbox_openConversation', { peer: sender }, {}, [4100, 'notGranted']],
])('%s: %s is refused', async (_, method, params, options, answer) => {
  const world = await unsafePageWorld();
  expect(await world.page(shop).ask(method, params, options)).toEqual(answer);
  expect(world.windows.size).toBe(0);
});

test('a second request of an origin, from whichever of its pages, has to wait for the first', async () => {
  const world = await unsafePageWorld();
  world.page(shop).ask('inbox_requestPermissions', { notify });
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual([
    -32002,
    'alreadyPending',
  ]);
});

test('locked, without a grant: the same answers', async () => {
  const world = await unsafePageWorld();
  const asked = async () => {
    const page = world.page('https://other.example');
    return await Promise.all([
      page.ask('inbox_getCapabilities'),
      page.ask('inbox_getPermissions'),
      page.ask('inbox_getSubscriptions'),
      page.ask('inbox_revokePermissions'),
      page.ask('inbox_unsubscribe', { sender }),
      page.ask('inbox_updateSubscription', { sender, types: ['order'] }),
      page.ask('inbox_subscribe', { sender, types }),
      page.ask('inbox_openConversation', { peer: sender }),
    ]);
  };
  const open = await asked();
  await granted(world, world.page(shop));
  expect(await asked()).toEqual(open);
  world.lock();
  expect(await asked()).toEqual(open);
  // Also for the site that has a grant.
  const page = world.page(shop);
  expect(await page.ask('inbox_getPermissions')).toEqual({ grants: [] });
  expect(await page.ask('inbox_updateSubscription', { sender, types: [] })).toEqual([4100, 'notGranted']);
});

test('what a site gives up while locked is given up at the next unlock', async () => {
  const world = await unsafePageWorld();
  await granted(world, world.page(shop));
  await granted(world, world.page(news));
  world.lock();
  expect(await world.page(shop).ask('inbox_unsubscribe', { sender })).toBeNull();
  expect(await world.page(news).ask('inbox_revokePermissions')).toEqual({ grants: [] });
  await world.restart();
  await world.unlock();
  expect(world.store.sites()).toMatchObject([{ origin: shop, subscriptions: [{ isActive: false }] }]);
  expect(await world.client.inboxConsent(sender)).toBe('denied');
});

test('a locked inbox lets a site ask: the window has to be unlocked first', async () => {
  const world = await unsafePageWorld();
  world.lock();
  const answer = world.page(shop).ask('inbox_requestPermissions', { notify });
  await vi.waitFor(() => expect(world.windows.size).toBe(1));
  await expect(current(world)).rejects.toMatchObject({ code: 'Vault.Locked' });
  await world.unlock();
  await decide(world, (await shown(world)).requestId, approve);
  expect(await answer).toMatchObject({ grants: [{ sender }] });
});

test('no answer leaves at once: a page cannot measure what we had to look up', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  vi.useFakeTimers();
  try {
    for (const method of ['inbox_getPermissions', 'inbox_getSubscriptions', 'inbox_requestPermissions']) {
      const before = page.told.length;
      page.ask(method, undefined, { hasGesture: false });
      await vi.advanceTimersByTimeAsync(49);
      expect(page.told.length).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(page.told.length).toBe(before + 1);
    }
  } finally {
    vi.useRealTimers();
  }
});

test('a page narrows what it has, and cannot widen it', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  await granted(world, page);
  expect(await page.ask('inbox_updateSubscription', { sender, types: ['order', 'promo'] })).toEqual([
    4100,
    'notGranted',
  ]);
  expect(await page.ask('inbox_updateSubscription', { sender, types: [] })).toMatchObject({ types: [] });
  expect(await page.ask('inbox_updateSubscription', { sender, types: ['order'] })).toEqual([
    4100,
    'notGranted',
  ]);
});

test('after unsubscribing a site may only ask again', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  await granted(world, page);
  expect(await page.ask('inbox_unsubscribe', { sender })).toBeNull();
  expect(await world.client.inboxConsent(sender)).toBe('denied');
  expect(await page.ask('inbox_updateSubscription', { sender, types: [] })).toEqual([4100, 'notGranted']);
  const answer = page.ask('inbox_subscribe', { sender, types });
  const approval = await shown(world);
  expect(approval).toMatchObject({ kind: 'subscribe', notify: { isBlocked: true } });
  await decide(world, approval.requestId, { ...approve, typeIds: ['promo'], openConversation: false });
  expect(await answer).toMatchObject({ sender, types: ['promo'] });
  expect(await world.client.inboxConsent(sender)).toBe('allowed');
});

test('a conversation is opened with its own grant only, and nothing is sent', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  page.say({ kind: 'listen' });
  await granted(world, page);
  expect(await page.ask('inbox_openConversation', { peer: sender, draft: 'Hi' })).toEqual([
    4100,
    'notGranted',
  ]);
  await granted(world, page, { openConversation: {} });
  expect(await page.ask('inbox_openConversation', { peer: sender, draft: 'Hi' })).toBeNull();
  const [draftId = ''] = world.drafts;
  const take = () => world.server().procedures['draft.take']({ draftId }, approvalWindow);
  expect(await take()).toEqual({ draft: { origin: shop, peer: sender, text: 'Hi' } });
  expect(await take()).toEqual({});
  expect(world.client.calls.filter((call) => call.startsWith('send'))).toEqual([]);
  expect(page.told).toContainEqual({ kind: 'event', name: 'conversationOpened', data: {} });
});

test('a site sees its own grants and is told of nobody else’s', async () => {
  const world = await unsafePageWorld();
  const other = world.page(news);
  other.say({ kind: 'listen' });
  await granted(world, world.page(shop));
  expect(await other.ask('inbox_getPermissions')).toEqual({ grants: [] });
  expect(await other.ask('inbox_unsubscribe', { sender })).toBeNull();
  expect(await other.ask('inbox_revokePermissions')).toEqual({ grants: [] });
  expect(other.told.filter(({ kind }) => kind === 'event')).toEqual([]);
  expect(world.store.site(shop)?.subscriptions).toMatchObject([{ isActive: true }]);
  expect(await world.client.inboxConsent(sender)).toBe('allowed');
});

test.each([
  ['lists the sender', { senders: [sender] }, 'verified'],
  ['lists the kinds too', { senders: [sender], types: [...types, { id: 'x', name: 'X' }] }, 'verified'],
  ['is not there', undefined, 'missing'],
] as const)('a site whose file %s', async (_, file, verification) => {
  const world = await unsafePageWorld();
  if (file !== undefined)
    world.files.set(shop, { ...file, senders: [...file.senders], name: 'The Shop' } as never);
  const answer = world.page(shop).ask('inbox_requestPermissions', { notify });
  const approval = await shown(world);
  expect(approval.notify?.verification).toBe(verification);
  expect(approval.siteName).toBe(verification === 'verified' ? 'The Shop' : undefined);
  await decide(world, approval.requestId, approve);
  await answer;
  expect(world.store.site(shop)?.subscriptions[0]?.isVerified).toBe(verification === 'verified');
});

test.each([
  ['other senders', { senders: ['00'.repeat(32)] }],
  ['no sender', { senders: [] }],
  ['other kinds', { senders: [sender], types: [{ id: 'order', name: 'Orders' }] }],
])('a site whose file names %s is refused without a window', async (_, file) => {
  const world = await unsafePageWorld();
  world.files.set(shop, file);
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual([
    4001,
    'senderMismatch',
  ]);
  expect(world.windows.size).toBe(0);
});

test('what the verified file says of a kind is what the person reads', async () => {
  const world = await unsafePageWorld();
  world.files.set(shop, { senders: [sender], types: [{ id: 'order', name: 'Order news' }] });
  world
    .page(shop)
    .ask('inbox_requestPermissions', { notify: { sender, types: [{ id: 'order', name: 'FREE MONEY' }] } });
  expect((await shown(world)).notify?.types).toEqual([{ id: 'order', name: 'Order news' }]);
});

test('the worker dies with the window open: the same request is there, and its page is answered', async () => {
  const world = await unsafePageWorld();
  const id = 'the-same-request-id';
  world.page(shop, 'D1').ask('inbox_requestPermissions', { notify }, { id });
  const { requestId } = await shown(world);
  await world.restart();
  expect(world.windows.size).toBe(1);
  expect((await shown(world)).requestId).toBe(requestId);
  // The page says it again, long after the click.
  const answer = world
    .page(shop, 'D1')
    .ask('inbox_requestPermissions', { notify }, { id, hasGesture: false });
  await decide(world, requestId, approve);
  expect(await answer).toMatchObject({ grants: [{ sender }] });
});

test('what is decided before the page is back is kept for it, for a minute, and given once', async () => {
  const world = await unsafePageWorld();
  const id = 'the-same-request-id';
  world.page(shop, 'D1').ask('inbox_requestPermissions', { notify }, { id });
  const { requestId } = await shown(world);
  await world.restart();
  await decide(world, requestId, approve);
  const again = () =>
    world.page(shop, 'D1').ask('inbox_requestPermissions', { notify }, { id, hasGesture: false });
  expect(await again()).toMatchObject({ grants: [{ sender }] });
  expect(await again()).toEqual([4100, 'gestureRequired']);
  // Another document does not get it by knowing the id.
  expect(
    await world.page(shop, 'D2').ask('inbox_requestPermissions', { notify }, { id, hasGesture: false }),
  ).toEqual([4100, 'gestureRequired']);
});

test('a window that was closed while the worker was dead is a no', async () => {
  const world = await unsafePageWorld();
  const id = 'the-same-request-id';
  world.page(shop, 'D1').ask('inbox_requestPermissions', { notify }, { id });
  await shown(world);
  world.windows.clear();
  await world.restart();
  expect(world.windows.size).toBe(0);
  expect(
    await world.page(shop, 'D1').ask('inbox_requestPermissions', { notify }, { id, hasGesture: false }),
  ).toEqual(rejected);
});

test('a page that goes takes its request along; the next one is shown in the same window', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  page.ask('inbox_requestPermissions', { notify });
  await shown(world);
  world.page(news).ask('inbox_requestPermissions', { notify });
  await vi.waitFor(async () => expect((await current(world)).approval?.waitingCount).toBe(1));
  page.close();
  await vi.waitFor(async () => expect((await current(world)).approval?.origin).toBe(news));
  expect([...world.windows]).toEqual([1]);
});

test('the window closes with the last request', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  page.ask('inbox_requestPermissions', { notify });
  await shown(world);
  page.close();
  await vi.waitFor(() => expect(world.windows.size).toBe(0));
  // Its end, which the browser tells a moment later, is nobody's no.
  await world.server().windowClosed(1);
  world.page(shop).ask('inbox_requestPermissions', { notify });
  expect((await shown(world)).origin).toBe(shop);
});

test.each([
  ['a frame', { frameId: 1 }],
  ['a sandboxed page', { origin: 'null' }],
  ['http', { origin: 'http://shop.example' }],
  ['another extension', { id: 'other' }],
])('%s gets no port', async (_, change) => {
  const world = await unsafePageWorld();
  const page = world.connect({
    id: unsafeOwnId,
    origin: shop,
    frameId: 0,
    documentId: 'D1',
    documentLifecycle: 'active',
    tab: { id: 7 },
    ...change,
  });
  expect(page.isEnded).toBe(true);
});

test('a flood of ports leaves room for other sites', async () => {
  const world = await unsafePageWorld();
  const flood = Array.from({ length: 2_000 }, () => world.page(shop));
  expect(flood.filter(({ isEnded }) => !isEnded).length).toBe(32);
  expect(await world.page(news).ask('inbox_getPermissions')).toEqual({ grants: [] });
  for (const page of flood) page.close();
  expect(await world.page(shop).ask('inbox_getPermissions')).toEqual({ grants: [] });
});

test('one document has one port: the newer one counts', async () => {
  const world = await unsafePageWorld();
  const older = world.page(shop, 'D1');
  const newer = world.page(shop, 'D1');
  expect([older.isEnded, newer.isEnded]).toEqual([true, false]);
});

test('a flood of requests is answered, and most of it with a word to slow down', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => page.ask('inbox_getPermissions')));
  const limited = answers.filter((answer) => JSON.stringify(answer) === '[-32005,"limitExceeded"]');
  expect(limited.length).toBe(980);
  // Another page of the origin has what its origin has left, no more.
  const others = await Promise.all(
    Array.from({ length: 30 }, () => world.page(shop).ask('inbox_getPermissions')),
  );
  expect(others.filter((answer) => Array.isArray(answer)).length).toBe(10);
  expect(await world.page(news).ask('inbox_getPermissions')).toEqual({ grants: [] });
  world.pass(60_000);
  expect(await page.ask('inbox_getPermissions')).toEqual({ grants: [] });
});

test('what is no message of a relay is passed over', async () => {
  const world = await unsafePageWorld();
  const page = world.page(shop);
  for (const odd of [
    null,
    'text',
    [],
    { kind: 'event' },
    { kind: 'request' },
    { kind: 'request', id: 'short', method: 'inbox_getPermissions', hasGesture: true },
    { kind: 'request', id: 'x'.repeat(20), method: 'inbox_getPermissions', hasGesture: true, origin: news },
    {
      kind: 'request',
      id: 'x'.repeat(20),
      method: 'inbox_getPermissions',
      hasGesture: true,
      params: 'x'.repeat(70_000),
    },
  ]) {
    page.say(odd);
  }
  expect(await page.ask('inbox_getPermissions')).toEqual({ grants: [] });
  expect(page.told.length).toBe(1);
});

test('a report says facts, ends the subscription and silences the site', async () => {
  const world = await unsafePageWorld();
  await granted(world, world.page(shop));
  const grantId = world.store.site(shop)?.subscriptions[0]?.grantId ?? '';
  const { report } = await world.server().procedures['site.report']({ grantId }, approvalWindow);
  expect(report).toContain(shop);
  expect(report).toContain(sender);
  expect(await world.client.inboxConsent(sender)).toBe('denied');
  expect(await world.page(shop).ask('inbox_requestPermissions', { notify })).toEqual(rejected);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  announceProviderEvent,
  type InboxProvider,
  requestProviderEvent,
} from '../bridge/page/inboxProvider.ts';
import { providerFault } from '../bridge/page/providerFaults.ts';
import { findInbox, ProviderFaultError } from './findInbox.ts';

const info = { uuid: 'u', name: 'n', icon: 'data:,', rdns: 'r' };
let page: EventTarget;
let asked: unknown[];

beforeEach(() => {
  page = new EventTarget();
  asked = [];
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    vi.stubGlobal(name, page[name].bind(page));
  }
});

afterEach(() => vi.unstubAllGlobals());

function providerOf(answer: (method: string) => unknown): InboxProvider {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const provider: InboxProvider & { emit(event: string, data: unknown): void } = {
    async request(args) {
      asked.push(args);
      return answer(args.method);
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
    emit(event, data) {
      for (const listener of listeners.get(event) ?? []) listener(data as never);
    },
  };
  return provider;
}

/** An inbox that answers who asks for one, as the extension does. */
function install(provider: unknown): void {
  page.addEventListener(requestProviderEvent, () => {
    page.dispatchEvent(new CustomEvent(announceProviderEvent, { detail: { info, provider } }));
  });
}

test('finds what is there, and what comes while it waits', async () => {
  const provider = providerOf(() => null);
  install(provider);
  expect((await findInbox())?.provider).toBe(provider);

  page = new EventTarget();
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    vi.stubGlobal(name, page[name].bind(page));
  }
  const finding = findInbox({ timeoutMs: 60_000 });
  page.dispatchEvent(new CustomEvent(announceProviderEvent));
  page.dispatchEvent(new CustomEvent(announceProviderEvent, { detail: { info } }));
  page.dispatchEvent(new CustomEvent(announceProviderEvent, { detail: { info, provider } }));
  expect((await finding)?.info).toEqual(info);
});

test('undefined where there is none', async () => {
  expect(await findInbox({ timeoutMs: 1 })).toBeUndefined();
});

test('each call is one request', async () => {
  install(providerOf((method) => ({ method })));
  const inbox = await findInbox();
  const sender = 'a';
  expect(await inbox?.getPermissions()).toEqual({ method: 'inbox_getPermissions' });
  await inbox?.getCapabilities();
  await inbox?.requestPermissions({ openConversation: {} });
  await inbox?.revokePermissions();
  await inbox?.subscribe({ sender, types: [{ id: 't', name: 'T' }] });
  await inbox?.updateSubscription({ sender, types: ['t'] });
  await inbox?.unsubscribe({ sender });
  await inbox?.getSubscriptions();
  await inbox?.openConversation({ peer: 'p', draft: 'd' });
  expect(asked).toEqual([
    { method: 'inbox_getPermissions' },
    { method: 'inbox_getCapabilities' },
    { method: 'inbox_requestPermissions', params: { openConversation: {} } },
    { method: 'inbox_revokePermissions' },
    { method: 'inbox_subscribe', params: { sender, types: [{ id: 't', name: 'T' }] } },
    { method: 'inbox_updateSubscription', params: { sender, types: ['t'] } },
    { method: 'inbox_unsubscribe', params: { sender } },
    { method: 'inbox_getSubscriptions' },
    { method: 'inbox_openConversation', params: { peer: 'p', draft: 'd' } },
  ]);
});

test('a rejection says code and reason; one of another form is a fault of the provider', async () => {
  let thrown: unknown = Object.assign(new Error('no'), providerFault('notGranted')) as unknown;
  install(
    providerOf(() => {
      throw thrown;
    }),
  );
  const inbox = await findInbox();
  const fault = await inbox?.getPermissions().catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ProviderFaultError);
  expect(fault).toMatchObject({
    code: 4100,
    reason: 'notGranted',
    message: providerFault('notGranted').message,
    cause: thrown,
  });
  for (const odd of [
    undefined,
    null,
    'no',
    new Error('no'),
    { code: 1 },
    { code: '1', data: { reason: 'r' } },
  ]) {
    thrown = odd;
    await expect(inbox?.getPermissions()).rejects.toMatchObject({ code: -32603, reason: 'internal' });
  }
});

test('an event is heard until it is stopped', async () => {
  const provider = providerOf(() => null) as InboxProvider & { emit(event: string, data: unknown): void };
  install(provider);
  const heard: unknown[] = [];
  const stop = (await findInbox())?.on('permissionsChanged', ({ grants }) => heard.push(grants));
  provider.emit('permissionsChanged', { grants: [] });
  stop?.();
  provider.emit('permissionsChanged', { grants: [] });
  expect(heard).toEqual([[]]);
});

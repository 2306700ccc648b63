import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startRelay } from './startRelay.ts';

/** The isolated world of a page, as far as the relay looks at it. What Chromium makes of it is in tests/e2e. */
function createWorld() {
  const listeners = new Map<string, (event: object) => void>();
  const toPage: { kind: string }[] = [];
  const ports: { said: { kind: string }[]; end: () => void; hear: (message: unknown) => void }[] = [];
  const window = {
    origin: 'https://shop.example',
    isSecureContext: true,
    top: undefined as unknown,
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
    postMessage(message: { kind: string }, targetOrigin: string) {
      expect(targetOrigin).toBe('https://shop.example');
      toPage.push(message);
    },
  };
  window.top = window;
  const document = { hidden: false, prerendering: false, addEventListener: window.addEventListener };
  let hearWorker = (_message: unknown, _sender: object) => {};
  const runtime: { id: string | undefined; connect: () => object; onMessage: object } = {
    id: 'us',
    onMessage: {
      addListener(listener: typeof hearWorker) {
        hearWorker = listener;
      },
    },
    connect() {
      let hear = (_message: unknown) => {};
      const said: { kind: string }[] = [];
      let ended = () => {};
      ports.push({ said, end: () => ended(), hear: (message) => hear(message) });
      return {
        onMessage: {
          addListener(listener: typeof hear) {
            hear = listener;
          },
        },
        onDisconnect: {
          addListener(listener: () => void) {
            ended = listener;
          },
        },
        postMessage: (message: { kind: string }) => said.push(message),
        disconnect() {},
      };
    },
  };
  return {
    window,
    document,
    runtime,
    ports,
    toPage,
    /** As the worker says it to a tab. */
    tell: (message: unknown, sender: object = { id: 'us' }) => hearWorker(message, sender),
    fire: (type: string, event: object = {}) => listeners.get(type)?.(event),
    hear(fields: object, event: object = {}) {
      const data = { channel: 'wallet-inbox', to: 'relay', ...fields };
      listeners.get('message')?.({ isTrusted: true, source: window, origin: window.origin, data, ...event });
    },
  };
}

let world: ReturnType<typeof createWorld>;
const request = { kind: 'request', id: 'abcdefghijklmnop', method: 'inbox_getPermissions' };

beforeEach(() => {
  vi.useFakeTimers();
  world = createWorld();
  vi.stubGlobal('window', world.window);
  vi.stubGlobal('document', world.document);
  vi.stubGlobal('navigator', { userActivation: { isActive: false } });
  vi.stubGlobal(
    'MutationObserver',
    class {
      observe() {}
    },
  );
  vi.stubGlobal('chrome', { runtime: world.runtime });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  ['a sandboxed page', { origin: 'null' }],
  ['a page in the open', { isSecureContext: false }],
  ['a frame', { top: {} }],
])('%s has no relay', (_, fields) => {
  Object.assign(world.window, fields);
  startRelay();
  world.hear(request);
  expect(world.ports).toEqual([]);
});

test.each([
  ['made by a script', { isTrusted: false }],
  ['of another window', { source: {} }],
  ['of no window', { source: null }],
  ['of another origin', { origin: 'https://evil.example' }],
])('a message %s is not heard', (_, event) => {
  startRelay();
  world.hear(request, event);
  expect([world.ports, world.toPage]).toEqual([[], []]);
});

test('a page that is made ahead says everything again once it is shown', () => {
  world.document.prerendering = true;
  startRelay();
  world.hear(request);
  expect(world.ports).toEqual([]);
  world.document.prerendering = false;
  world.fire('prerenderingchange');
  expect(world.toPage).toMatchObject([{ kind: 'lost' }]);
});

test('a hidden page that only listens wakes nobody until it is seen; one that asks does', () => {
  world.document.hidden = true;
  startRelay();
  world.hear({ kind: 'listen' });
  world.fire('visibilitychange');
  expect(world.ports).toEqual([]);
  world.document.hidden = false;
  world.fire('visibilitychange');
  world.fire('visibilitychange');
  expect(world.ports.map(({ said }) => said)).toEqual([[{ kind: 'listen' }]]);
  world.document.hidden = true;
  world.hear(request);
  world.hear({ kind: 'listen' });
  expect(world.ports.map(({ said }) => said)).toEqual([
    [{ kind: 'listen' }, { ...request, hasGesture: false }],
  ]);
});

test('a worker that ends after a while is asked again at once; one that fails, after longer and longer', () => {
  startRelay();
  world.hear(request);
  vi.advanceTimersByTime(6_000);
  world.ports[0]?.end();
  vi.advanceTimersByTime(0);
  expect(world.toPage).toMatchObject([{ kind: 'lost' }]);
  const delays = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
  for (const [index, delay] of delays.entries()) {
    world.hear(request);
    world.ports[index + 1]?.end();
    // What is said meanwhile is said again after `lost`.
    world.hear(request);
    vi.advanceTimersByTime(delay - 1);
    expect([world.ports.length, world.toPage.length]).toEqual([index + 2, index + 1]);
    vi.advanceTimersByTime(1);
    expect(world.toPage.length).toBe(index + 2);
  }
});

test('of a removed extension nothing is left but the word that it is gone', () => {
  startRelay();
  world.hear(request);
  world.runtime.id = undefined;
  world.ports[0]?.end();
  world.hear(request);
  vi.advanceTimersByTime(60_000);
  expect(world.toPage).toMatchObject([{ kind: 'gone' }, { kind: 'gone' }]);
  expect(world.ports.length).toBe(1);
});

test('an extension that went while nothing was open is found gone when it is asked', () => {
  world.runtime.connect = () => {
    throw new Error('Extension context invalidated.');
  };
  startRelay();
  world.hear(request);
  expect(world.toPage).toMatchObject([{ kind: 'gone' }]);
});

test('the worker alone opens the line to wallets, which carries calls and answers and nothing else', () => {
  startRelay();
  world.hear({ kind: 'walletAnswer', id: 'a', answer: { ok: true } });
  world.tell({ kind: 'openWalletPort' }, { id: 'another extension' });
  world.tell({ kind: 'something else' });
  expect(world.ports).toEqual([]);
  world.tell({ kind: 'openWalletPort' });
  world.tell({ kind: 'openWalletPort' });
  expect(world.ports).toHaveLength(1);
  world.ports[0]?.hear({ kind: 'walletCall', id: 'a', call: { name: 'discover' }, extra: 1 });
  expect(world.toPage).toEqual([
    { channel: 'wallet-inbox', to: 'page', kind: 'walletCall', id: 'a', call: { name: 'discover' } },
  ]);
  world.hear({ kind: 'walletAnswer', id: 'a', answer: { ok: true, wallets: [] }, extra: 1 });
  world.hear({ kind: 'walletAnswer', id: 7, answer: { ok: true } });
  world.hear({ kind: 'walletAnswer', id: 'b', answer: 'x'.repeat(1_100_000) });
  world.hear({ kind: 'walletAnswer', id: 'c', answer: 1n });
  expect(world.ports[0]?.said).toEqual([
    { kind: 'walletAnswer', id: 'a', answer: { ok: true, wallets: [] } },
  ]);
});

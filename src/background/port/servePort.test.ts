import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { defineChannel } from '../../bridge/channel.ts';
import { popupChannels } from '../../bridge/channels/popupChannels.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { createWindowHub } from './createWindowHub.ts';
import { type ServedPort, servePort } from './servePort.ts';

const own = { id: 'a'.repeat(32), origin: `chrome-extension://${'a'.repeat(32)}` };
const ownSender = { id: own.id, origin: own.origin, url: `${own.origin}/popup.html` };

const channels = {
  'test.echo': defineChannel({
    input: v.strictObject({ text: v.pipe(v.string(), v.maxLength(300_000)) }),
    output: v.strictObject({ text: v.string() }),
    errors: [],
    timeoutMs: 1_000,
  }),
};

type Handle = (channel: string, input: unknown) => Promise<unknown>;

function connect(
  sender: ServedPort['sender'],
  { name = 'popup', handle }: { name?: string; handle?: Handle } = {},
) {
  const hub = createWindowHub();
  const posted: unknown[] = [];
  const waiting: (() => void)[] = [];
  let receive: ((message: unknown) => void) | undefined;
  let isClosed = false;
  const handled: unknown[] = [];
  servePort(
    {
      name,
      sender,
      postMessage(message) {
        posted.push(message);
        waiting.shift()?.();
      },
      disconnect: () => {
        isClosed = true;
      },
      onMessage: {
        addListener: (listener) => {
          receive = listener;
        },
      },
      onDisconnect: { addListener: () => undefined },
    },
    {
      portName: 'popup',
      own,
      hub,
      channels,
      async handle(channel, input) {
        handled.push(input);
        return handle === undefined ? input : handle(channel, input);
      },
      onClose: () => undefined,
      onOpen: () => undefined,
      logger,
    },
  );
  return {
    hub,
    handled,
    isClosed: () => isClosed,
    isServed: () => receive !== undefined,
    async ask(message: unknown): Promise<unknown> {
      const answered = new Promise<void>((resolve) => waiting.push(resolve));
      receive?.(message);
      await answered;
      return posted.at(-1);
    },
  };
}

const echo = { type: 'request', id: 'one', channel: 'test.echo', input: { text: 'hi' } };

test('our own page is answered', async () => {
  const { ask } = connect(ownSender);
  expect(await ask(echo)).toEqual({ type: 'response', id: 'one', ok: true, output: { text: 'hi' } });
});

test.each([
  ['no sender', undefined],
  ['another extension', { ...ownSender, id: 'b'.repeat(32) }],
  ['another extension that claims our address', { id: 'b'.repeat(32), url: ownSender.url }],
  [
    'our content script in a site',
    { id: own.id, origin: 'https://evil.example', url: 'https://evil.example/', tab: { id: 1 }, frameId: 0 },
  ],
  ['a content script without an origin', { id: own.id, url: 'https://evil.example/', tab: { id: 1 } }],
  ['a page without an address', { id: own.id, origin: own.origin }],
  ['an address that only begins like ours', { ...ownSender, url: `${own.origin}.evil.example/popup.html` }],
  ['an opaque origin', { ...ownSender, origin: 'null' }],
  ['a frame inside another page', { ...ownSender, tab: { id: 1 }, frameId: 7 }],
])('%s is disconnected unheard', (_, sender) => {
  const { isClosed, isServed, hub } = connect(sender);
  expect([isClosed(), isServed(), hub.windows().length]).toEqual([true, false, 0]);
});

test('a port of another name is disconnected', () => {
  expect(connect(ownSender, { name: 'page' }).isClosed()).toBe(true);
});

test.each([
  ['no object', 'hello', 'Bridge.InvalidRequest', 'unreadable'],
  ['null', null, 'Bridge.InvalidRequest', 'unreadable'],
  ['an id that is no id', { ...echo, id: '<b>' }, 'Bridge.InvalidRequest', 'unreadable'],
  ['a field too many', { ...echo, admin: true }, 'Bridge.InvalidRequest', 'one'],
  ['another type', { ...echo, type: 'response' }, 'Bridge.InvalidRequest', 'one'],
  ['an unknown channel', { ...echo, channel: 'vault.reveal' }, 'Bridge.UnknownChannel', 'one'],
  ['a channel of the prototype', { ...echo, channel: 'constructor' }, 'Bridge.UnknownChannel', 'one'],
  ['__proto__ as a channel', { ...echo, channel: '__proto__' }, 'Bridge.UnknownChannel', 'one'],
  ['an input of the wrong shape', { ...echo, input: { text: 1 } }, 'Bridge.InvalidRequest', 'one'],
  ['an unknown key in the input', { ...echo, input: { text: '', x: 1 } }, 'Bridge.InvalidRequest', 'one'],
  ['too many bytes', { ...echo, input: { text: 'a'.repeat(262_145) } }, 'Bridge.TooLarge', 'one'],
  [
    'too many bytes in few letters',
    { ...echo, input: { text: '€'.repeat(90_000) } },
    'Bridge.TooLarge',
    'one',
  ],
])('%s is refused by code and never handled', async (_, message, code, id) => {
  const { ask, handled } = connect(ownSender);
  expect(await ask(message)).toMatchObject({ type: 'response', id, ok: false, error: { code } });
  expect(handled).toEqual([]);
});

test('a refusal does not repeat what was sent', async () => {
  const { ask } = connect(ownSender);
  const answer = await ask({ ...echo, input: { text: 'ok', password: 'hunter2hunter2' } });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('an output that does not fit its schema does not leave', async () => {
  const { ask } = connect(ownSender, { handle: async () => ({ text: 'hi', dataKey: 'secret' }) });
  const answer = await ask(echo);
  expect(answer).toMatchObject({ ok: false, error: { code: 'Bridge.InvalidResponse' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('a coded failure keeps its code, a foreign one keeps its words to itself', async () => {
  const coded = connect(ownSender, {
    handle: () => Promise.reject(new WalletInboxError('Vault.Locked', 'Unlock first.')),
  });
  expect(await coded.ask(echo)).toMatchObject({
    ok: false,
    error: { code: 'Vault.Locked', shortMessage: 'Unlock first.' },
  });
  const foreign = connect(ownSender, { handle: () => Promise.reject(new Error('text: my secret plan')) });
  const answer = await foreign.ask(echo);
  expect(answer).toMatchObject({ ok: false, error: { code: 'Bridge.Internal' } });
  expect(JSON.stringify(answer)).not.toContain('plan');
});

test('a handler that never ends is answered for', async () => {
  vi.useFakeTimers();
  try {
    const { ask } = connect(ownSender, { handle: () => new Promise(() => undefined) });
    const answer = ask(echo);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answer).toMatchObject({ id: 'one', ok: false, error: { code: 'Bridge.Timeout' } });
  } finally {
    vi.useRealTimers();
  }
});

test('every channel refuses an unknown key', () => {
  for (const [name, channel] of Object.entries(popupChannels)) {
    const { issues } = v.safeParse(channel.input, { surprise: 1 });
    expect(issues, name).toBeDefined();
  }
});

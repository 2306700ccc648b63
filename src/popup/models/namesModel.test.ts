import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppEvent } from '../../bridge/appEvent.ts';
import { defaultSettings } from '../../bridge/settings.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { createNamesModel } from './namesModel.ts';

const alice = `0x${'a'.repeat(40)}`;
const bob = `0x${'b'.repeat(40)}`;
const eve = `0x${'e'.repeat(40)}`;

function setUp() {
  const asked: string[][] = [];
  const compared: string[][] = [];
  let tell: (event: AppEvent) => void = () => undefined;
  const port = {
    async request(channel: string, input: { address: string; addresses: string[]; also: string[] }) {
      if (channel === 'name.lookalikeOf') return input.address === eve ? { of: alice } : {};
      if (channel === 'name.lookalikes') {
        compared.push(input.also);
        return {
          lookalikes: [{ address: bob, of: alice }],
          also: input.also.includes(eve) ? [{ address: eve, of: alice }] : [],
        };
      }
      asked.push(input.addresses);
      return { names: input.addresses.includes(alice) ? [{ address: alice, name: 'alice.eth' }] : [] };
    },
    onEvent(listener: (event: AppEvent) => void) {
      tell = listener;
      return () => undefined;
    },
  } as unknown as BackgroundPort;
  const model = createNamesModel(port);
  const setEndpoint = (namesRpcUrl: string, phase = 'ready') =>
    tell({ kind: 'appState', state: { phase, settings: { ...defaultSettings, namesRpcUrl } } } as AppEvent);
  return { model, asked, compared, setEndpoint, tell: (event: AppEvent) => tell(event) };
}

const settle = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nothing is asked before an endpoint is set; then all that is in view, at once', async () => {
  const { model, asked, setEndpoint } = setUp();
  setEndpoint('');
  model.want(alice);
  model.want(bob);
  await settle();
  expect(asked).toEqual([]);
  setEndpoint('https://rpc.example');
  await settle();
  expect(asked).toEqual([[alice, bob]]);
  expect([...model.names.value]).toEqual([[alice, 'alice.eth']]);
});

test('an address is asked once, also one without a name', async () => {
  const { model, asked, setEndpoint } = setUp();
  setEndpoint('https://rpc.example');
  model.want(bob);
  await settle();
  model.want(bob);
  model.want(bob);
  await settle();
  expect(asked).toEqual([[bob]]);
});

test('names go with the endpoint that gave them', async () => {
  const { model, asked, setEndpoint } = setUp();
  setEndpoint('https://rpc.example');
  model.want(alice);
  await settle();
  setEndpoint('');
  expect(model.names.value.size).toBe(0);
  setEndpoint('https://other.example');
  await settle();
  expect(asked).toEqual([[alice], [alice]]);
});

test('a lock forgets names, and an answer that comes after it is not shown', async () => {
  const { model, setEndpoint } = setUp();
  setEndpoint('https://rpc.example');
  model.want(alice);
  vi.advanceTimersByTime(50);
  setEndpoint('https://rpc.example', 'locked');
  model.clear();
  await settle();
  expect(model.names.value.size).toBe(0);
});

test('look-alikes come with the subscription and with each change', async () => {
  const { model, tell } = setUp();
  await model.subscribe();
  expect([...model.lookalikes.value]).toEqual([[bob, alice]]);
  tell({ kind: 'lookalikes', lookalikes: [] });
  expect(model.lookalikes.value.size).toBe(0);
});

test('others in view are compared together, once, and stay when those of conversations change', async () => {
  const { model, compared, tell } = setUp();
  model.compare(eve);
  model.compare(alice);
  model.compare(eve);
  await settle();
  model.compare(eve);
  await settle();
  expect(compared).toEqual([[eve, alice]]);
  tell({ kind: 'lookalikes', lookalikes: [] });
  expect([...model.lookalikes.value]).toEqual([[eve, alice]]);
  expect([await model.lookalikeOf(eve), await model.lookalikeOf(bob)]).toEqual([alice, undefined]);
});

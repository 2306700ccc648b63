import { expect, test } from 'vitest';
import { pageMethodNames } from '../../bridge/page/pageMethodNames.ts';
import { readPageMessage } from './readPageMessage.ts';

const id = 'abcdefghijklmnop';
const request = (fields: object) => ({
  channel: 'wallet-inbox',
  to: 'relay',
  kind: 'request',
  id,
  method: 'inbox_unsubscribe',
  ...fields,
});

test('every method passes, with nothing but id, method and params', () => {
  for (const method of pageMethodNames) {
    expect(readPageMessage(request({ method, hasGesture: true, extra: 1 }))).toEqual({
      kind: 'request',
      id,
      method,
    });
  }
  expect(readPageMessage(request({ params: [{ sender: 'a', gone: undefined }] }))).toEqual({
    kind: 'request',
    id,
    method: 'inbox_unsubscribe',
    params: [{ sender: 'a' }],
  });
});

test.each([
  ['nothing', null],
  ['a text', 'wallet-inbox'],
  ['a list', []],
  ['another channel', request({ channel: 'other' })],
  ['what we say ourselves', request({ to: 'page' })],
  ['another kind', request({ kind: 'response' })],
  ['a short id', request({ id: 'short' })],
  ['a long id', request({ id: 'x'.repeat(65) })],
  ['an id with a space', request({ id: `${id} ` })],
  ['an id with a line after it', request({ id: `${id}\n` })],
  ['an id in a list', request({ id: [id] })],
])('%s is not answered', (_, data) => {
  expect(readPageMessage(data)).toBeUndefined();
});

test.each([
  'eth_sendTransaction',
  'inbox_getPermissions ',
  'toString',
  '__proto__',
  '',
  1,
  null,
  ['inbox_getPermissions'],
])('there is no method %j', (method) => {
  expect(readPageMessage(request({ method }))).toEqual({ kind: 'refused', id, reason: 'unsupportedMethod' });
});

test('params that are no JSON, too many bytes or too deep are refused', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let deep: unknown = [];
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  // Two bytes a letter: it is bytes that count.
  for (const params of [cycle, 1n, deep, 'x'.repeat(64 * 1024), 'ä'.repeat(33 * 1024)]) {
    expect(readPageMessage(request({ params }))).toEqual({ kind: 'refused', id, reason: 'invalidParams' });
  }
  expect(readPageMessage(request({ params: 'x'.repeat(64 * 1024 - 2) }))).toMatchObject({ kind: 'request' });
});

import { expect, test } from 'vitest';
import { isEndpointUrl } from './endpointUrl.ts';

test.each([
  ['https://rpc.example/v2/key', true],
  ['https://rpc.example:8443/', true],
  ['http://localhost:8545', true],
  ['http://127.0.0.1:8545/', true],
  ['http://rpc.example', false],
  ['http://localhost.example', false],
  ['https://user:key@rpc.example', false],
  ['wss://rpc.example', false],
  ['javascript:alert(1)', false],
  ['rpc.example', false],
  ['', false],
])('%s: %s', (text, isUsable) => {
  expect(isEndpointUrl(text)).toBe(isUsable);
});

import { expect, test } from 'vitest';
import { uploadEndpoint } from './uploadEndpoint.ts';

test.each([
  ['what is set, wherever the network is', 'https://files.example/up', 'http://localhost:5557'],
  ['what is set', 'https://files.example/up', 'https://api.production.xmtp.network:5558'],
])('%s', (_, uploadUrl, networkUrl) => {
  expect(uploadEndpoint(uploadUrl, networkUrl)).toBe(uploadUrl);
});

test.each(['http://localhost:5557', 'http://127.0.0.1:9', 'http://[::1]:9', 'https://node.localhost'])(
  'else the node of this machine: %s',
  (networkUrl) => {
    expect(uploadEndpoint('', networkUrl)).toBe(`${networkUrl}/uploads`);
  },
);

test.each([
  'https://api.dev.xmtp.network:5558',
  'https://localhost.example',
  'https://127.0.0.1.example',
  'https://10.0.0.1',
  '',
])('else nowhere: %j', (networkUrl) => {
  expect(uploadEndpoint('', networkUrl)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { networks, networkUrl, parseNodeUrl } from './networks.ts';

test('every named network has an address that would be accepted', () => {
  for (const name of networks) expect(parseNodeUrl(networkUrl(name))).toBe(networkUrl(name));
});

test.each([
  ['https://node.example.org', 'https://node.example.org'],
  [' https://node.example.org:8443/xmtp/ ', 'https://node.example.org:8443/xmtp'],
  ['HTTPS://Node.Example.org/', 'https://node.example.org'],
  ['http://127.0.0.1:5557/', 'http://127.0.0.1:5557'],
  ['http://localhost:5557', 'http://localhost:5557'],
  ['http://[::1]:5557', 'http://[::1]:5557'],
])('%s is taken as %s', (text, url) => {
  expect(parseNodeUrl(text)).toBe(url);
});

test.each([
  '',
  'node.example.org',
  'http://node.example.org',
  'http://127.0.0.1.example.org',
  'http://localhost.example.org',
  'ftp://localhost',
  'javascript:alert(1)',
  'https://user:secret@node.example.org',
  'https://node.example.org/?a=1',
  'https://node.example.org/#a',
])('%s is refused, and not repeated in the error', (text) => {
  expect(() => parseNodeUrl(text)).toThrow(expect.objectContaining({ code: 'Node.InvalidUrl' }));
  expect(() => parseNodeUrl(text)).not.toThrow(/secret/);
});

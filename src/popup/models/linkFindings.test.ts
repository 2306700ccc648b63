import { expect, test } from 'vitest';
import { linkFindings } from './linkFindings.ts';

test.each([
  ['https://example.com/a?b#c', 'example.com', []],
  ['https://EXAMPLE.com:8443/', 'example.com:8443', []],
  // Cyrillic letters that look Latin.
  ['https://\u0430\u0440\u0440\u04cf\u0435.com', 'xn--80ak6aa92e.com', ['punycode']],
  ['https://bank.example@evil.example/', 'evil.example', ['credentials']],
  ['https://a:b@evil.example/', 'evil.example', ['credentials']],
  ['http://3232235777/', '192.168.1.1', ['numericHost', 'insecure']],
  ['https://[::1]/', '[::1]', ['numericHost']],
  ['http://example.com', 'example.com', ['insecure']],
  ['no link', '', []],
])('%s leads to %s', (link, host, findings) => {
  expect(linkFindings(link)).toEqual({ host, findings });
});

import { expect, test } from 'vitest';
import { textParts, webUrl } from './textLinks.ts';

const links = (text: string) =>
  textParts(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.url]] : []));

test.each([
  ['see https://a.example/x.', 'https://a.example/x', 'https://a.example/x'],
  ['(https://a.example/x_(y))', 'https://a.example/x_(y)', 'https://a.example/x_(y)'],
  ['**https://a.example**', 'https://a.example', 'https://a.example/'],
  ['HTTPS://A.EXAMPLE/q?a=b&c=d#e', 'HTTPS://A.EXAMPLE/q?a=b&c=d#e', 'https://a.example/q?a=b&c=d#e'],
  ['https://аpple.example', 'https://аpple.example', 'https://xn--pple-43d.example/'],
])('%s', (text, shown, url) => {
  expect(links(text)).toEqual([[shown, url]]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>',
  'chrome-extension://abc/popup.html',
  'file:///etc/passwd',
  'http://',
  'https://[',
  'ethereum:0xab',
  'www.a.example',
  `https://a.example/${'x'.repeat(3_000)}`,
])('%s is no link', (text) => {
  expect(links(text)).toEqual([]);
});

test('the parts are the text again; there is an end to links', () => {
  const text = `a https://a.example/\u202egnp.b ${'http://b.example '.repeat(60)}`;
  const parts = textParts(text);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter(({ kind }) => kind === 'link')).toHaveLength(50);
  expect(parts[1]).toEqual({ kind: 'link', text: 'https://a.example/', url: 'https://a.example/' });
});

test('only the web is the web', () => {
  expect(webUrl('https://a.example')).toBe('https://a.example/');
  for (const other of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '//a.example',
    '/x',
    'mailto:a@b.example',
    '',
  ]) {
    expect(webUrl(other)).toBeUndefined();
  }
});

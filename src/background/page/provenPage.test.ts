import { expect, test } from 'vitest';
import { provenPage } from './provenPage.ts';

const sender = {
  id: 'us',
  origin: 'https://shop.example',
  url: 'https://shop.example/cart',
  frameId: 0,
  documentId: 'D1',
  documentLifecycle: 'active',
  tab: { id: 7 },
};

test('the top frame of an https page is named by its tab and document', () => {
  expect(provenPage(sender, 'us')).toEqual({ documentKey: '7/D1', origin: 'https://shop.example' });
});

test.each([
  'http://localhost',
  'http://localhost:3000',
  'http://app.localhost:3000',
  'http://127.0.0.1:8080',
  'http://[::1]:8080',
])('%s is as good as https', (origin) => {
  expect(provenPage({ ...sender, origin }, 'us')?.origin).toBe(origin);
});

test.each([
  ['nothing', undefined],
  ['another extension', { ...sender, id: 'them' }],
  ['a frame', { ...sender, frameId: 3 }],
  ['no frame', { ...sender, frameId: undefined }],
  ['no tab', { ...sender, tab: undefined }],
  ['no document', { ...sender, documentId: undefined }],
  ['a page that is made ahead', { ...sender, documentLifecycle: 'prerender' }],
  ['a page in the cache', { ...sender, documentLifecycle: 'cached' }],
  ['a sandboxed page', { ...sender, origin: 'null' }],
  ['no origin', { ...sender, origin: undefined }],
  ['http', { ...sender, origin: 'http://shop.example' }],
  ['a name that only looks local', { ...sender, origin: 'http://localhost.evil.example' }],
  ['another local machine', { ...sender, origin: 'http://127.0.0.2' }],
  ['a file', { ...sender, origin: 'file://' }],
  ['our own page', { ...sender, origin: 'chrome-extension://us' }],
  ['more than an origin', { ...sender, origin: 'https://shop.example/path' }],
])('%s may not speak', (_, given) => {
  expect(provenPage(given, 'us')).toBeUndefined();
});

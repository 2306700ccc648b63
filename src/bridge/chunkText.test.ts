import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { chunkBytes, chunkField } from './attachmentView.ts';
import { maxRequestBytes } from './envelope.ts';

/** Loaded anew: it looks once at what the browser has. */
const load = () => import('./chunkText.ts');

function giveNative(): void {
  const prototype = Uint8Array.prototype as { toBase64?: unknown };
  const reader = Uint8Array as { fromBase64?: unknown };
  prototype.toBase64 = vi.fn(function (this: Uint8Array) {
    return Buffer.from(this).toString('base64');
  });
  reader.fromBase64 = vi.fn((text: string) => new Uint8Array(Buffer.from(text, 'base64')));
}

function takeNative(): void {
  delete (Uint8Array.prototype as { toBase64?: unknown }).toBase64;
  delete (Uint8Array as { fromBase64?: unknown }).fromBase64;
}

afterEach(() => {
  takeNative();
  vi.resetModules();
});

describe.each([
  ['without the browser’s own', takeNative],
  ['with the browser’s own', giveNative],
])('%s', (_, prepare) => {
  test.each([1, 2, 3, 1_000, 0x8000, 0x8001, chunkBytes])('%i bytes come back', async (length) => {
    prepare();
    const { bytesToChunkText, chunkTextToBytes } = await load();
    const bytes = new Uint8Array(randomBytes(length));
    const text = bytesToChunkText(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    expect(v.is(chunkField, text)).toBe(true);
    expect(chunkTextToBytes(text)).toEqual(bytes);
  });
});

test('the largest piece fits the port with all that goes with it, and no larger one passes', async () => {
  const { bytesToChunkText } = await load();
  const data = bytesToChunkText(new Uint8Array(chunkBytes));
  const request = { uploadId: 'x'.repeat(64), offset: 25_000_000, data };
  expect(JSON.stringify(request).length + 500).toBeLessThan(maxRequestBytes);
  expect(v.is(chunkField, bytesToChunkText(new Uint8Array(chunkBytes + 1)))).toBe(false);
});

test.each(['', '====', 'a b=', 'YQ==YQ==', 'é===', '"},{"'])('%j is no piece', (text) => {
  expect(v.is(chunkField, text)).toBe(false);
});

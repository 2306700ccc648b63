import { expect, test } from 'vitest';
import { compressContent } from './compressContent.ts';
import { contentFromBytes, contentToBytes } from './contentBytes.ts';
import { decodeContent } from './decodeContent.ts';
import { expandContent } from './expandContent.ts';
import { encodeText } from './textContent.ts';

const text = 'long enough to be worth it '.repeat(50);

test.each(['deflate', 'gzip'] as const)('%s comes back', async (method) => {
  const compressed = await compressContent(encodeText(text), method);
  expect(compressed.content.length).toBeLessThan(200);
  expect(decodeContent(compressed)).toBeUndefined();
  const read = contentFromBytes(contentToBytes(compressed));
  const expanded = read && (await expandContent(read));
  expect(expanded && decodeContent(expanded)).toEqual({ kind: 'text', text });
});

test('what could not be expanded again is refused', async () => {
  const largest = encodeText('x'.repeat(1024 * 1024));
  const compressed = await compressContent(largest, 'gzip');
  expect((await expandContent(compressed))?.content.length).toBe(1024 * 1024);
  await expect(compressContent(encodeText('x'.repeat(1024 * 1024 + 1)), 'gzip')).rejects.toMatchObject({
    code: 'Content.Invalid',
    details: { field: 'size' },
  });
  await expect(compressContent(compressed, 'gzip')).rejects.toMatchObject({
    details: { field: 'compression' },
  });
});

import { deflateSync, gzipSync } from 'node:zlib';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import {
  Compression,
  type EncodedContent,
  EncodedContentSchema,
} from '../gen/mls/message_contents/content_pb.js';
import { describeContent } from './describeContent.ts';
import { expandContent } from './expandContent.ts';
import { encodeText } from './textContent.ts';

const compressed = (compression: Compression, content: Uint8Array): EncodedContent =>
  create(EncodedContentSchema, { ...encodeText(''), compression, content });

const text = 'long enough to be worth it '.repeat(50);

test.each([
  ['deflate', Compression.DEFLATE, deflateSync(text)],
  ['gzip', Compression.GZIP, gzipSync(text)],
])('%s is expanded and the sender’s content stays', async (_name, compression, bytes) => {
  const encoded = compressed(compression, bytes);
  const expanded = await expandContent(encoded);
  expect(expanded && describeContent(expanded)).toMatchObject({ text });
  expect(expanded?.compression).toBeUndefined();
  expect(encoded.compression).toBe(compression);
});

test('what is not compressed comes back as it is', async () => {
  const encoded = encodeText('x');
  expect(await expandContent(encoded)).toBe(encoded);
});

test('a bomb ends at 1 MiB and damage ends at once', async () => {
  const limit = new Uint8Array(1024 * 1024);
  expect((await expandContent(compressed(Compression.GZIP, gzipSync(limit))))?.content).toEqual(limit);
  const bomb = gzipSync(new Uint8Array(50 * 1024 * 1024));
  expect(await expandContent(compressed(Compression.GZIP, bomb))).toBeUndefined();
  const over = gzipSync(new Uint8Array(1024 * 1024 + 1));
  expect(await expandContent(compressed(Compression.GZIP, over))).toBeUndefined();
  const good = gzipSync(text);
  for (const bad of [new Uint8Array(), good.subarray(0, 20), good.subarray(1), deflateSync(text)]) {
    expect(await expandContent(compressed(Compression.GZIP, bad))).toBeUndefined();
  }
  expect(await expandContent(compressed(7 as Compression, good))).toBeUndefined();
});

import { expect, test } from 'vitest';
import { sniffFile } from './sniffFile.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['\x89PNG\r\n\x1a\n', 'image', 'image/png'],
  ['\xff\xd8\xff\xe0', 'image', 'image/jpeg'],
  ['GIF89a', 'image', 'image/gif'],
  ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'image', 'image/webp'],
  ['\x00\x00\x00\x1cftypavif', 'image', 'image/avif'],
  ['\x00\x00\x00\x1cftypisom', 'video', 'video/mp4'],
  ['\x00\x00\x00\x1cftypheic', 'other', 'application/octet-stream'],
  ['\x1aE\xdf\xa3', 'video', 'video/webm'],
  ['OggS', 'audio', 'audio/ogg'],
  ['ID3\x04', 'audio', 'audio/mpeg'],
  ['RIFF\x00\x00\x00\x00WAVEfmt ', 'audio', 'audio/wav'],
  ['%PDF-1.7', 'other', 'application/octet-stream'],
  ['MZ\x90\x00', 'other', 'application/octet-stream'],
  ['', 'other', 'application/octet-stream'],
  ['hello\n', 'text', 'text/plain'],
  ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'text', 'text/plain'],
  ['<!doctype html><script>alert(1)</script>', 'text', 'text/plain'],
  ['\xff\xfe not utf-8', 'other', 'application/octet-stream'],
])('%j is %s', (start, kind, mimeType) => {
  expect(sniffFile(bytes(start))).toMatchObject({ kind, mimeType });
});

test('a long text is not shown', () => {
  expect(sniffFile(new Uint8Array(300_000).fill(0x61)).kind).toBe('other');
});

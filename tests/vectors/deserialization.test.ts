import { expect } from 'vitest';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import { TlsReader } from '../../src/core/bytes/tlsReader.ts';
import { TlsWriter } from '../../src/core/bytes/tlsWriter.ts';
import { vectorTest } from './vectorTest.ts';

vectorTest<{ vlbytes_header: string; length: number }>('deserialization', (vector) => {
  const header = hexToBytes(vector.vlbytes_header);
  expect(new TlsReader(header).varint()).toBe(vector.length);
  expect(new TlsWriter().varint(vector.length).finish()).toEqual(header);
});

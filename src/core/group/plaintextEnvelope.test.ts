import { expect, test } from 'vitest';
import { encodePlaintextEnvelope, openPlaintextEnvelope } from './plaintextEnvelope.ts';

test('content and key come back', () => {
  const bytes = encodePlaintextEnvelope(Uint8Array.of(1, 2), '42');
  expect(openPlaintextEnvelope(bytes)).toEqual({
    kind: 'content',
    content: Uint8Array.of(1, 2),
    idempotencyKey: '42',
  });
});

test('the second version is passed over, everything else is malformed', () => {
  expect(openPlaintextEnvelope(Uint8Array.of(0x12, 0))).toEqual({ kind: 'ignored' });
  expect(openPlaintextEnvelope(new Uint8Array())).toEqual({ kind: 'malformed' });
  expect(openPlaintextEnvelope(Uint8Array.of(0x0a, 200))).toEqual({ kind: 'malformed' });
});

import { Code, ConnectError } from '@connectrpc/connect';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../core/bytes/bytes.ts';
import { readGroupMessageHeader } from './readGroupMessageHeader.ts';
import { unsafeGroupMessage } from './unsafeGroupMessage.ts';

const groupId = new Uint8Array(16).fill(7);

const codeOf = (bytes: Uint8Array): Code | undefined => {
  try {
    readGroupMessageHeader(bytes);
    return undefined;
  } catch (error) {
    return error instanceof ConnectError ? error.code : Code.Unknown;
  }
};

describe('readGroupMessageHeader', () => {
  test.each(['application', 'proposal', 'commit'] as const)('reads a private %s', (contentType) => {
    expect(readGroupMessageHeader(unsafeGroupMessage(groupId, 'x', contentType))).toEqual({
      groupId,
      epoch: 0n,
      contentType,
    });
  });

  test('reads the content type of a public message after its sender and authenticated data', () => {
    const bytes = Uint8Array.of(0, 1, 0, 1, 1, 9, 0, 0, 0, 0, 0, 0, 0, 5, 1, 0, 0, 0, 3, 2, 8, 8, 3, 99);
    expect(readGroupMessageHeader(bytes)).toEqual({
      groupId: Uint8Array.of(9),
      epoch: 5n,
      contentType: 'commit',
    });
  });

  test('refuses what is cut short, too long, of another version or another kind', () => {
    const whole = unsafeGroupMessage(groupId, 'x');
    for (let length = 0; length < whole.length; length += 1) {
      expect(codeOf(whole.slice(0, length))).toBe(Code.InvalidArgument);
    }
    expect(codeOf(concatBytes(whole, Uint8Array.of(0)))).toBe(Code.InvalidArgument);
    expect(codeOf(Uint8Array.of(0, 2, ...whole.slice(2)))).toBe(Code.InvalidArgument);
    expect(codeOf(Uint8Array.of(0, 1, 0, 3, ...whole.slice(4)))).toBe(Code.InvalidArgument);
    expect(codeOf(unsafeGroupMessage(new Uint8Array(), 'x'))).toBe(Code.InvalidArgument);
  });

  test('random bytes are read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const code = codeOf(bytes);
        return code === undefined || code === Code.InvalidArgument;
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWalletInboxError } from '../errors.ts';
import { guardFrames } from './guardFrames.ts';

const frame = (flag: number, data: readonly number[]) => [
  flag,
  0,
  0,
  data.length >> 8,
  data.length & 255,
  ...data,
];
const whole = Uint8Array.from([...frame(0, [1, 2, 3]), ...frame(0, []), ...frame(0x80, [9])]);

/** Reads `bytes`, handed over in pieces of the given lengths, through the guard. */
const read = async (
  bytes: Uint8Array,
  sizes: readonly number[],
  limits = { maxFrameBytes: 1000, hasStatus: false },
) => {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = Math.max(1, sizes.at(at % Math.max(1, sizes.length)) ?? bytes.length);
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
  const read: number[] = [];
  const reader = guardFrames(body, limits).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Uint8Array.from(read);
    read.push(...value);
  }
};

test('whole frames pass unchanged, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (sizes) => {
      expect(await read(whole, sizes)).toEqual(whole);
    }),
  );
});

test('every cut before the end is Node.Unreachable, never a silent end', async () => {
  for (let length = 0; length < whole.length; length += 1) {
    await expect(read(whole.slice(0, length), [4])).rejects.toMatchObject({ code: 'Node.Unreachable' });
  }
});

test('a body may be empty when the headers had the status', async () => {
  expect(await read(new Uint8Array(), [], { maxFrameBytes: 10, hasStatus: true })).toEqual(new Uint8Array());
});

test('a length above the limit is refused before anything is allocated for it', async () => {
  const bytes = Uint8Array.from([0, 255, 255, 255, 255, 1]);
  await expect(read(bytes, [])).rejects.toMatchObject({ code: 'Node.InvalidResponse' });
});

test('what is not gRPC-web is refused at its first frame', async () => {
  const page = new TextEncoder().encode('<!doctype html><title>Welcome to our hotel</title>');
  await expect(read(page, [])).rejects.toMatchObject({ code: 'Node.InvalidResponse' });
});

test('random bytes pass or fail with a code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      const error = await read(bytes, [3]).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (error !== undefined) expect(isWalletInboxError(error)).toBe(true);
    }),
  );
});

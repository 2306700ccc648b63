import { expect, test } from 'vitest';
import type { GroupEnvelope } from '../ports.ts';
import { readAhead } from './readAhead.ts';

const envelope = (id: number): GroupEnvelope => ({
  id: BigInt(id),
  createdNs: 0n,
  groupId: new Uint8Array(16),
  data: new Uint8Array(0),
});

/** A topic of `total` envelopes with ids from 1. */
function topic(total: number) {
  const asked: bigint[] = [];
  const query = async (afterCursor: bigint, limit: number) => {
    asked.push(afterCursor);
    const first = Number(afterCursor) + 1;
    const count = Math.max(0, Math.min(limit, total - first + 1));
    return Array.from({ length: count }, (_, index) => envelope(first + index));
  };
  return { asked, query };
}

async function takeAll(reader: ReturnType<typeof readAhead>): Promise<readonly (readonly bigint[])[]> {
  const parts: (readonly bigint[])[] = [];
  for (;;) {
    const part = await reader.take();
    if (part.length === 0) return parts;
    parts.push(part.map(({ id }) => id));
    // A slow processor.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.each([0, 1, 99, 100, 101, 250, 1200])('a topic of %i comes whole and in order', async (total) => {
  const { query } = topic(total);
  const parts = await takeAll(readAhead(query, 0n));
  expect(parts.flat()).toEqual(Array.from({ length: total }, (_, index) => BigInt(index + 1)));
});

test('it reads ahead, but not without bound', async () => {
  const { asked, query } = topic(5000);
  const reader = readAhead(query, 0n);
  const first = await reader.take();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(first.length / 100 + 5);
  expect(await reader.take()).toHaveLength(500);
  reader.stop();
});

test('what came before a failure is given first, then the failure', async () => {
  const { query } = topic(250);
  const reader = readAhead(async (after, limit) => {
    if (after === 100n) throw new Error('gone');
    return await query(after, limit);
  }, 0n);
  expect(await reader.take()).toHaveLength(100);
  await expect(reader.take()).rejects.toThrow('gone');
});

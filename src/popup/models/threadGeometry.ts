/** Where the rows of a thread lie above each other: heights that were measured, and guesses for the rest. */
import type { ThreadRow } from './threadRows.ts';

/** Tops of rows of these heights, and at the end where the last one ends. */
export function offsetsOf(heights: readonly number[]): readonly number[] {
  const offsets = [0];
  let top = 0;
  for (const height of heights) {
    top += height;
    offsets.push(top);
  }
  return offsets;
}

/** The row that `y` falls on; the first or the last where it falls on none. -1 without rows. */
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return high < 0 ? -1 : low;
}

/** Rows `start` up to, not including, `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The rows that reach into `top` to `bottom`. */
export function rangeBetween(offsets: readonly number[], top: number, bottom: number): RowRange {
  if (offsets.length < 2) return { start: 0, end: 0 };
  return { start: rowAt(offsets, top), end: rowAt(offsets, bottom) + 1 };
}

const letterPx = 7;
const linePx = 20;

/** How high a row will be, before it was ever drawn. A wrong guess costs a correction, nothing that is seen. */
export function guessedHeight(row: ThreadRow, widthPx: number): number {
  const { message } = row;
  const extras = (row.dayMs === undefined ? 0 : 38) + (row.newCount === undefined ? 0 : 36);
  if (message.kind === 'groupUpdate') return extras + 26;
  const lettersInLine = Math.max(10, Math.floor((widthPx * 0.8 - 24) / letterPx));
  let lines = 0;
  for (const line of message.text.split('\n')) lines += Math.max(1, Math.ceil(line.length / lettersInLine));
  return (
    extras +
    lines * linePx +
    (row.isFirst ? 36 : 30) +
    (row.showsSender ? 26 : 0) +
    (message.reactions.length > 0 ? 28 : 0) +
    (message.repliedTo === undefined ? 0 : 44) +
    (message.content?.kind === 'attachments' ? 56 : 0)
  );
}

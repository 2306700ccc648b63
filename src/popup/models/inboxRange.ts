/** Pixels of a row of the list; `.rows--long li` in inbox.css has the same. */
export const rowHeight = 56;

/** Rows beyond each edge that are drawn all the same, so that a quick turn of the wheel shows no gap. */
const margin = 6;
/** The range moves in steps, so that not every pixel draws the list anew. */
const step = 4;

/** Which rows to draw: from (inclusive) to (exclusive). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** `scrolledPx`: how much of the list lies above the upper edge of what is seen; below 0 while something stands over it. */
export function inboxRange(scrolledPx: number, heightPx: number, count: number): RowRange {
  const first = Math.floor(Math.max(0, scrolledPx) / rowHeight) - margin;
  const last = Math.ceil(Math.max(0, scrolledPx + heightPx) / rowHeight) + margin;
  return {
    from: Math.max(0, Math.min(count, Math.floor(first / step) * step)),
    to: Math.max(0, Math.min(count, Math.ceil(last / step) * step)),
  };
}

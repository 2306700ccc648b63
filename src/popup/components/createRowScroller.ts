/**
 * Keeps the rows of a long thread still. Only rows near the view are in the document, between two spacers; what was
 * measured is remembered. While anything above the view changes its height, or comes in, the row at the top of the view
 * stays where it is, to the pixel; at the end, the end stays.
 *
 * A scroll that a person is making is not interrupted: until it rests, a difference goes into the upper spacer
 * (`drift`) instead of into the scroll position.
 */
import { guessedHeight, offsetsOf, type RowRange, rangeBetween, rowAt } from '../models/threadGeometry.ts';
import type { ThreadRow } from '../models/threadRows.ts';

/** Rows this far beyond the view are drawn, and drawn anew when less than the margin of them is left. */
const overscanPx = 800;
const marginPx = 300;
/** Closer than this to the end follows it, and counts as being there. */
const nearEndPx = 48;
/** Without a scroll event for so long, a scroll rests. */
const restMs = 150;
/** Below the last row. */
const tailPx = 12;
const assumedHeightPx = 600;
const assumedWidthPx = 380;

export interface RowScrollerDom {
  readonly scroller: HTMLElement;
  /** Holds the spacers, and between them one element for each drawn row. */
  readonly list: HTMLElement;
  readonly before: HTMLElement;
  readonly after: HTMLElement;
}

/** What of the rows is in view. */
export interface RowView {
  readonly isAtEnd: boolean;
  readonly first: number;
  readonly last: number;
  readonly topPx: number;
  readonly belowPx: number;
}

export interface RowScroller {
  /** Answers what ends it. */
  attach(dom: RowScrollerDom): () => void;
  /** The rows as they are now. Answers those to draw. */
  place(rows: readonly ThreadRow[], hasNewer: boolean): RowRange;
  /** After they were drawn, before they are painted. */
  settle(): void;
  toEnd(): void;
  /** Puts the top of a row so far below the top of the view. */
  toRow(key: string, belowTopPx: number): void;
  /** Scrolls as little as it takes to have all of a row in view. */
  reveal(key: string): void;
  /** The row about one page above or below a row. */
  pageFrom(index: number, direction: 1 | -1): number;
  view(): RowView;
}

export function createRowScroller(on: {
  /** Other rows are needed: draw again. */
  readonly redraw: () => void;
  readonly viewChanged: () => void;
}): RowScroller {
  let dom: RowScrollerDom | undefined;
  let rows: readonly ThreadRow[] = [];
  let indexOfKey = new Map<string, number>();
  let offsets: readonly number[] = [0];
  let range: RowRange = { start: 0, end: 0 };
  let hasNewer = false;
  const measured = new Map<string, number>();
  const observed = new Map<Element, string>();
  let anchor: { readonly key: string; readonly y: number } | undefined;
  let isFollowing = true;
  let drift = 0;
  /** What we have last set ourselves: a scroll event that tells of it is not the person's. */
  let assignedTop = 0;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let widthPx = assumedWidthPx;
  let heightPx = assumedHeightPx;

  const total = (): number => (offsets.at(-1) ?? 0) + tailPx;
  const maxTop = (): number => Math.max(0, total() - heightPx);

  /** Where the view begins, in the measure of `offsets`. */
  function viewTop(): number {
    const index = anchor === undefined ? undefined : indexOfKey.get(anchor.key);
    if (isFollowing || anchor === undefined || index === undefined) return maxTop();
    return Math.min(maxTop(), Math.max(0, (offsets[index] ?? 0) - anchor.y));
  }

  function anchorAt(top: number): void {
    const index = rowAt(offsets, top);
    const row = rows[index];
    anchor = row === undefined ? undefined : { key: row.key, y: (offsets[index] ?? 0) - top };
  }

  function computeOffsets(): void {
    offsets = offsetsOf(rows.map((row) => measured.get(row.key) ?? guessedHeight(row, widthPx)));
  }

  function rangeAround(top: number, beyondPx: number): RowRange {
    return rangeBetween(offsets, top - beyondPx, top + heightPx + beyondPx);
  }

  /** The anchor's row may have vanished: the nearest that is still there takes its place. */
  function keepAnchor(before: readonly ThreadRow[], beforeOffsets: readonly number[]): void {
    if (anchor === undefined || indexOfKey.has(anchor.key)) return;
    const { key, y } = anchor;
    const at = before.findIndex((row) => row.key === key);
    const order = [...before.slice(at + 1), ...before.slice(0, Math.max(0, at)).reverse()];
    const next = order.find((row) => indexOfKey.has(row.key));
    if (next === undefined) {
      anchor = undefined;
      return;
    }
    const top = beforeOffsets[before.indexOf(next)] ?? 0;
    anchor = { key: next.key, y: y + top - (beforeOffsets[at] ?? 0) };
  }

  function measure(): boolean {
    if (dom === undefined) return false;
    heightPx = dom.scroller.clientHeight || assumedHeightPx;
    widthPx = dom.list.clientWidth || assumedWidthPx;
    const present = new Set<Element>();
    let isChanged = false;
    for (const element of dom.list.children) {
      const key = element instanceof HTMLElement ? element.dataset.row : undefined;
      if (key === undefined) continue;
      present.add(element);
      if (observed.get(element) !== key) {
        observed.set(element, key);
        sizes.observe(element);
      }
      const { height } = element.getBoundingClientRect();
      if (measured.get(key) === height) continue;
      measured.set(key, height);
      isChanged = true;
    }
    for (const element of observed.keys()) {
      if (present.has(element)) continue;
      observed.delete(element);
      sizes.unobserve(element);
    }
    return isChanged;
  }

  function apply(mayDrift: boolean): void {
    if (dom === undefined) return;
    const { scroller, before, after } = dom;
    const wanted = viewTop();
    const present = scroller.scrollTop;
    const above = offsets[range.start] ?? 0;
    const isNearTop = present < heightPx || wanted < heightPx;
    drift = mayDrift && restTimer !== undefined && !isFollowing && !isNearTop ? present - wanted : 0;
    if (above + drift < 0) drift = 0;
    before.style.height = `${above + drift}px`;
    after.style.height = `${total() - (offsets[range.end] ?? 0)}px`;
    if (drift === 0 && Math.abs(present - wanted) >= 0.5) scroller.scrollTop = wanted;
    assignedTop = scroller.scrollTop;
  }

  function needsRedraw(): boolean {
    const needed = rangeAround(viewTop(), marginPx);
    return needed.start < range.start || needed.end > range.end;
  }

  function settle(): void {
    if (measure()) computeOffsets();
    apply(true);
    if (needsRedraw()) on.redraw();
    // Wherever one wanted to be: now that the heights are known it is the end, and stays it.
    else if (!hasNewer && maxTop() - viewTop() < 1) isFollowing = true;
    on.viewChanged();
  }

  const sizes = new ResizeObserver((entries) => {
    // Each element is also told of once when it begins to be looked at; it was measured then.
    const isNews = entries.some(({ target, borderBoxSize }) => {
      const key = observed.get(target);
      if (key === undefined) return target === dom?.scroller;
      return Math.abs((borderBoxSize[0]?.blockSize ?? 0) - (measured.get(key) ?? 0)) > 0.1;
    });
    if (isNews) settle();
  });

  function onScroll(): void {
    if (dom === undefined) return;
    const top = dom.scroller.scrollTop;
    if (dom.scroller.clientHeight !== heightPx) {
      // The browser's doing: the view has become another size.
      settle();
      return;
    }
    if (Math.abs(top - assignedTop) >= 1) {
      assignedTop = top;
      const trueTop = top - drift;
      isFollowing = !hasNewer && maxTop() - trueTop < nearEndPx;
      anchorAt(trueTop);
      clearTimeout(restTimer);
      restTimer = setTimeout(() => {
        restTimer = undefined;
        if (drift !== 0) apply(false);
      }, restMs);
      if (drift !== 0 && (top < heightPx || trueTop < heightPx)) apply(false);
    }
    if (needsRedraw()) on.redraw();
    on.viewChanged();
  }

  function go(): void {
    clearTimeout(restTimer);
    restTimer = undefined;
    on.redraw();
  }

  return {
    attach(attached) {
      dom = attached;
      sizes.observe(dom.scroller);
      dom.scroller.addEventListener('scroll', onScroll, { passive: true });
      return () => {
        sizes.disconnect();
        observed.clear();
        clearTimeout(restTimer);
        attached.scroller.removeEventListener('scroll', onScroll);
        dom = undefined;
      };
    },
    place(next, isCut) {
      // At the end of what is loaded, but not of the thread: the next page must not pull the view along.
      if (isCut && isFollowing && rows.length > 0) {
        isFollowing = false;
        anchorAt(maxTop());
      }
      hasNewer = isCut;
      if (next !== rows) {
        const [before, beforeOffsets] = [rows, offsets];
        rows = next;
        indexOfKey = new Map(rows.map(({ key }, index) => [key, index]));
        computeOffsets();
        keepAnchor(before, beforeOffsets);
      }
      range = rangeAround(viewTop(), overscanPx);
      return range;
    },
    settle,
    toEnd() {
      isFollowing = true;
      go();
    },
    toRow(key, belowTopPx) {
      isFollowing = false;
      anchor = { key, y: belowTopPx };
      go();
    },
    reveal(key) {
      const index = indexOfKey.get(key);
      if (index === undefined) return;
      const top = viewTop();
      const rowTop = offsets[index] ?? 0;
      const rowHeight = (offsets[index + 1] ?? rowTop) - rowTop;
      const isLast = index === rows.length - 1;
      if (rowTop < top) anchor = { key, y: 0 };
      else if (rowTop + rowHeight > top + heightPx) anchor = { key, y: Math.max(0, heightPx - rowHeight) };
      else return;
      isFollowing = isLast && !hasNewer;
      go();
    },
    pageFrom(index, direction) {
      const y = (offsets[index] ?? 0) + direction * heightPx * 0.85;
      const found = rowAt(offsets, y);
      return found === index ? Math.min(rows.length - 1, Math.max(0, index + direction)) : found;
    },
    view() {
      const top = viewTop();
      const { start, end } = rangeAround(top, 0);
      const belowPx = maxTop() - top;
      return {
        isAtEnd: !hasNewer && belowPx < nearEndPx,
        first: start,
        last: end - 1,
        topPx: top,
        belowPx,
      };
    },
  };
}

import type { MarkRange } from './findMarks.ts';

/** Enough for two lines of a panel. */
const maxLength = 160;
/** What stands before the first mark, so that it is read in its place. */
const lead = 24;
const maxMarks = 20;

export interface Snippet {
  readonly snippet: string;
  readonly marks: readonly MarkRange[];
}

/** The part of a text around its first mark, on one line, with the marks where they stand in it. */
export function snippetOf(text: string, marks: readonly MarkRange[]): Snippet {
  const first = marks[0]?.start ?? 0;
  const start = first <= lead * 2 ? 0 : beginOfWord(text, first - lead, first);
  const end = start + maxLength >= text.length ? text.length : betweenPairs(text, start + maxLength);
  const head = start > 0 ? '…' : '';
  const shift = head.length - start;
  return {
    // One unit for one unit, so that the marks stay where they are.
    snippet: `${head}${text.slice(start, end).replace(/[\s\p{Cc}]/gu, ' ')}${end < text.length ? '…' : ''}`,
    marks: marks
      .filter((mark) => mark.start < end && mark.end > start)
      .slice(0, maxMarks)
      .map((mark) => ({ start: mark.start + shift, end: Math.min(mark.end, end) + shift })),
  };
}

/** The first beginning of a word from `from` on, before `limit`; `from` itself where there is none. */
function beginOfWord(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s/u);
  return space < 0 ? betweenPairs(text, from) : from + space + 1;
}

function betweenPairs(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

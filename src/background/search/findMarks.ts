/** Where the words of a question stand in a text, and the part of the text that shows it. */
import { foldWithPlaces } from './foldText.ts';
import { isSpaceless, type SearchTerm } from './searchTerms.ts';

/** A range of UTF-16 units, end exclusive. */
export interface MarkRange {
  readonly start: number;
  readonly end: number;
}

const letter = /[\p{L}\p{N}\p{M}_]/u;

/** A word begins between these two letters of a folded text. */
const isEdge = (before: string, after: string): boolean =>
  !letter.test(before) || !letter.test(after) || isSpaceless(before) || isSpaceless(after);

/** The code point that ends before `at`. */
const letterBefore = (text: string, at: number): string => {
  const last = text.slice(Math.max(0, at - 2), at);
  return [...last].at(-1) ?? '';
};
const letterAt = (text: string, at: number): string => [...text.slice(at, at + 2)][0] ?? '';

const stands = (folded: string, term: SearchTerm, at: number): boolean =>
  term.match === 'inside' || isEdge(letterBefore(folded, at), letterAt(folded, at));

/** All places of all terms, in order and without overlaps; undefined when one of them is not in the text. */
export function findMarks(text: string, terms: readonly SearchTerm[]): readonly MarkRange[] | undefined {
  const { folded, places } = foldWithPlaces(text);
  const found: MarkRange[] = [];
  for (const term of terms) {
    let isFound = false;
    for (let at = folded.indexOf(term.text); at >= 0; at = folded.indexOf(term.text, at + 1)) {
      if (!stands(folded, term, at)) continue;
      isFound = true;
      found.push({ start: places[at] ?? 0, end: endOf(places, at + term.text.length) });
    }
    if (!isFound) return undefined;
  }
  return joined(found);
}

/** A mark that ends within a letter of several folded ones (the s of ß) takes the whole letter. */
function endOf(places: readonly number[], at: number): number {
  const last = places[at - 1];
  let end = at;
  while (places[end] === last && end < places.length - 1) end += 1;
  return places[end] ?? 0;
}

function joined(ranges: readonly MarkRange[]): readonly MarkRange[] {
  const result: MarkRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else result.push(range);
  }
  return result;
}

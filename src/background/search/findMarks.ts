/** Where the words of a question stand in a text, and the part of the text that shows it. */
import { foldText, foldWithPlaces } from './foldText.ts';
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
const letterBefore = (text: string, at: number): string =>
  [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
const letterAt = (text: string, at: number): string => [...text.slice(at, at + 2)][0] ?? '';

/** a to z and 0 to 9: what stands before most letters, told without a pattern. */
const isPlain = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

const stands = (folded: string, term: SearchTerm, at: number): boolean => {
  if (term.match === 'inside' || at === 0) return true;
  if (isPlain(folded.charCodeAt(at - 1)) && isPlain(folded.charCodeAt(at))) return false;
  return isEdge(letterBefore(folded, at), letterAt(folded, at));
};

/** So many of one word are enough to show. */
const maxPlacesOfTerm = 20;

/** Where a term stands in a folded text. */
function placesOf(folded: string, term: SearchTerm): readonly number[] {
  const found: number[] = [];
  for (let at = folded.indexOf(term.text); at >= 0; at = folded.indexOf(term.text, at + 1)) {
    if (stands(folded, term, at)) found.push(at);
    if (found.length === maxPlacesOfTerm) break;
  }
  return found;
}

/** All places of all terms, in order and without overlaps; undefined when one of them is not in the text. */
export function findMarks(text: string, terms: readonly SearchTerm[]): readonly MarkRange[] | undefined {
  const plain = foldText(text);
  // Most texts end here: where each letter came from is worth finding out for those alone that are shown.
  if (!terms.every((term) => placesOf(plain, term).length > 0)) return undefined;
  const { folded, places } = foldWithPlaces(text);
  const found = terms.flatMap((term) =>
    placesOf(folded, term).map((at) => ({
      start: places[at] ?? 0,
      end: endOf(places, at + term.text.length),
    })),
  );
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

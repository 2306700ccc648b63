/** How a text is cut into what the index holds, and a question into what it asks for. */
import { foldText } from './foldText.ts';

const runOfLetters = /[\p{L}\p{N}\p{M}_]+|\p{Extended_Pictographic}/gu;

/** Scripts that are written without spaces: any place in a run may be the beginning of a word. */
const spaceless =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々〆]';
const spacelessRun = new RegExp(`${spaceless}+`, 'gu');
const spacelessLetter = new RegExp(`^${spaceless}$`, 'u');

/** Nobody looks for more of a word than this. */
const maxWordLength = 64;

interface Piece {
  readonly kind: 'word' | 'run';
  readonly text: string;
}

export const isSpaceless = (letter: string): boolean => spacelessLetter.test(letter);

/** The words and spaceless runs of a folded text, in order. */
function* piecesOf(folded: string): Generator<Piece> {
  for (const [letters] of folded.matchAll(runOfLetters)) {
    let at = 0;
    for (const { 0: run, index } of letters.matchAll(spacelessRun)) {
      if (index > at) yield { kind: 'word', text: letters.slice(at, index) };
      yield { kind: 'run', text: run };
      at = index + run.length;
    }
    if (at < letters.length) yield { kind: 'word', text: letters.slice(at) };
  }
}

/** Each two neighbours; with `isTailed` the last letter also by itself, so that every letter begins some token. */
function* pairsOf(run: string, isTailed: boolean): Generator<string> {
  const letters = [...run];
  for (let at = 0; at + 1 < letters.length; at += 1) yield `${letters[at]}${letters[at + 1]}`;
  const last = letters.at(-1);
  if (isTailed && last !== undefined) yield last;
}

/** What the index holds of a text, each token once. */
export function indexTokens(text: string): readonly string[] {
  const tokens = new Set<string>();
  for (const piece of piecesOf(foldText(text))) {
    if (piece.kind === 'word') tokens.add(piece.text.slice(0, maxWordLength));
    else for (const pair of pairsOf(piece.text, true)) tokens.add(pair);
  }
  return [...tokens];
}

/** One thing that a text must contain. */
export interface SearchTerm {
  /** Folded. */
  readonly text: string;
  /** `prefix`: begins a word; `inside`: stands anywhere in a spaceless run. */
  readonly match: 'prefix' | 'inside';
}

export interface SearchTerms {
  /** All of them must be in a text. */
  readonly terms: readonly SearchTerm[];
  /**
   * What the index is asked, all of it; the terms are checked against the text afterwards. None: the terms are single
   * letters, for which looking at the texts themselves is quicker.
   */
  readonly lookups: readonly { readonly token: string; readonly isPrefix: boolean }[];
}

/** Most words of a question that are looked at. */
const maxTerms = 12;

/** Words are found by how they begin. */
export function searchTerms(query: string): SearchTerms {
  const pieces = [...piecesOf(foldText(query))].slice(0, maxTerms);
  return {
    terms: pieces.map(({ kind, text }) =>
      kind === 'word' ? { text: text.slice(0, maxWordLength), match: 'prefix' } : { text, match: 'inside' },
    ),
    lookups: pieces.flatMap(({ kind, text }): SearchTerms['lookups'] => {
      // One letter begins nearly every message: asked for it, an index has no answer that is worth its work.
      if (kind === 'word') {
        return text.length === 1 ? [] : [{ token: text.slice(0, maxWordLength), isPrefix: true }];
      }
      if ([...text].length === 1) return [{ token: text, isPrefix: true }];
      return [...pairsOf(text, false)].map((token) => ({ token, isPrefix: false }));
    }),
  };
}

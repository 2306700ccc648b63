import { expect, test } from 'vitest';
import { findMarks } from './findMarks.ts';
import { searchTerms } from './searchTerms.ts';
import { snippetOf } from './snippetOf.ts';

/** The text with its marks in brackets. */
function marked(text: string, query: string): string | undefined {
  const marks = findMarks(text, searchTerms(query).terms);
  if (marks === undefined) return undefined;
  return [...marks].reverse().reduce((all, { start, end }) => {
    return `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`;
  }, text);
}

test.each([
  ['Hello there', 'the', 'Hello [the]re'],
  ['breathe', 'the', undefined],
  ['l’été', 'ete', 'l’[été]'],
  ['Straße', 'stras', '[Straß]e'],
  ['e\u0301te\u0301', 'et', '[e\u0301t]e\u0301'],
  ['one two one', 'ONE tw', '[one] [tw]o [one]'],
  ['one', 'one two', undefined],
  ['昨日東京で', '東京', '昨日[東京]で'],
  ['東と京', '東京', undefined],
  ['🙂🙂 naïve', 'nai', '🙂🙂 [naï]ve'],
  ['rock’n’roll', 'rock n', '[rock]’[n]’roll'],
  ['한국어 공부', '한국', '[한국]어 공부'],
])('%s by %s', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected);
});

test('a snippet begins near the first mark and its marks stand on the same words', () => {
  const text = `${'word '.repeat(100)}needle\nin ${'hay '.repeat(100)}`;
  const { snippet, marks } = snippetOf(text, findMarks(text, searchTerms('needle').terms) ?? []);
  expect(snippet.length).toBeLessThanOrEqual(162);
  expect(snippet).toMatch(/^…word word word word needle in hay .*…$/u);
  expect(marks.map(({ start, end }) => snippet.slice(start, end))).toEqual(['needle']);
});

test('no half of a pair at either end', () => {
  const text = `${'🙂'.repeat(100)} needle ${'🙂'.repeat(100)}`;
  const { snippet } = snippetOf(text, findMarks(text, searchTerms('needle').terms) ?? []);
  expect(snippet.isWellFormed()).toBe(true);
  expect(snippet).toContain('needle');
});

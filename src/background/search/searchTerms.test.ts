import { expect, test } from 'vitest';
import { foldText, foldWithPlaces } from './foldText.ts';
import { indexTokens, searchTerms } from './searchTerms.ts';

test.each([
  ['Straße', 'strasse'],
  ['ÉTÉ à Łódź', 'ete a lodz'],
  ['İSTANBUL ısı', 'istanbul isi'],
  ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
  ['ＡＢＣ１２３', 'abc123'],
  ['ｶﾞｲﾄﾞ', 'ガイド'],
  ['Ёлка', 'елка'],
  ['مُحَمَّد', 'محمد'],
  ['한국어', '한국어'],
])('%s is compared as %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
  expect(foldWithPlaces(text).folded).toBe(folded);
});

test('words are whole, what has no spaces is cut into pairs', () => {
  expect(indexTokens('Hello, world! hello_there 0xAB12')).toEqual([
    'hello',
    'world',
    'hello_there',
    '0xab12',
  ]);
  expect(indexTokens('東京タワー')).toEqual(['東京', '京タ', 'タワ', 'ワー', 'ー']);
  expect(indexTokens('v2は新しい')).toEqual(['v2', 'は新', '新し', 'しい', 'い']);
  expect(indexTokens('ok 🎉')).toEqual(['ok', '🎉']);
  expect(indexTokens('  \u0000…!?')).toEqual([]);
});

test('a question asks for beginnings of words, and for neighbours where there are no spaces', () => {
  expect(searchTerms('Caf a').lookups).toEqual([{ token: 'caf', isPrefix: true }]);
  expect(searchTerms('Caf a').terms).toEqual([
    { text: 'caf', match: 'prefix' },
    { text: 'a', match: 'prefix' },
  ]);
  expect(searchTerms('京').lookups).toEqual([{ token: '京', isPrefix: true }]);
  expect(searchTerms('東京').lookups).toEqual([{ token: '東京', isPrefix: false }]);
  expect(searchTerms('?!').terms).toEqual([]);
});

test('a question without end stays small', () => {
  const { terms, lookups } = searchTerms(`${'w '.repeat(200)}${'x'.repeat(10_000)}`);
  expect(terms.length).toBeLessThanOrEqual(12);
  expect(lookups.length).toBeLessThanOrEqual(12);
});

import { expect, test } from 'vitest';
import { textFindings, visibleBody, visibleName } from './visibleText.ts';

const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

test.each([
  ['a file whose end is turned to its front', 'photo_\u202egpj.exe', 'photo_gpj.exe'],
  ['isolates and marks', '\u2066Ali\u200fce\u2069', 'Alice'],
  ['a zero-width space, a joiner between letters, a soft hyphen', 'Al\u200bi\u200dc\u00ade', 'Alice'],
  ['tags that hide a text', 'Alice\u{e0068}\u{e0069}', 'Alice'],
  ['Hangul fillers', '\u3164\uffa0\u115f', ''],
  ['nothing but what is not seen', '\u200b\u2060\ufeff \u2800', ''],
  ['line ends and controls', 'Alice\r\nPaid you\u2028now\u0007\u001b[2J', 'Alice Paid you now[2J'],
  ['spaces of all kinds', '  a\u00a0\u3000b\t ', 'a b'],
  ['marks stacked out of the line', `z${'\u0301'.repeat(60)}`, `z${'\u0301'.repeat(4)}`],
  ['half a surrogate pair', 'a\ud83db', 'ab'],
])('a name loses %s', (_, given, shown) => {
  expect(visibleName(given)).toBe(shown);
});

test.each([
  ['emoji that are joined', family],
  ['a flag made of tags', england],
  ['an emoji with its selector', '\u2764\ufe0f'],
  ['a keycap', '7\ufe0f\u20e3'],
  ['a flag of two letters', '\u{1f1e9}\u{1f1ea}'],
  ['Persian with a non-joiner', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['Hindi with a joiner', '\u0915\u094d\u200d\u0937'],
  ['Hebrew', 'שלום'],
  ['Chinese and Latin', '張 Chang'],
])('%s stays as it is, and is nothing to warn of', (_, text) => {
  expect([visibleName(text), visibleBody(text), textFindings(text)]).toEqual([text, text, []]);
});

test('a message keeps its lines and honest marks, and cannot run backwards', () => {
  expect(visibleBody('one\r\ntwo\u2028three\n\n  four')).toBe('one\ntwo\nthree\n\n  four');
  expect(visibleBody('send \u202e1 ETH\u202c \u2067שלום\u2069')).toBe('send 1 ETH \u2067שלום\u2069');
  expect(visibleBody('pay\u200bpal\u0000\u001b')).toBe('paypal');
  expect(visibleBody(`hi${'\u0336'.repeat(500)}`).length).toBe(6);
});

test.each([
  ['p\u0430ypal', ['mixedScripts']],
  ['\u0391lice', ['mixedScripts']],
  ['Привет Alice', []],
  ['Ελλάς', []],
  ['東京タワー Tokyo', []],
  ['\u{1d42f}\u{1d422}\u{1d42d}alik', ['styled']],
  ['\uff56italik', ['styled']],
  ['invoice\u202efdp.exe', ['direction']],
  ['ad\u200bmin', ['hidden']],
  ['a\u202e\u200b', ['direction', 'hidden']],
  ['plain name', []],
  ['two\nlines', []],
])('%j is told as %j', (text, findings) => {
  expect(textFindings(text)).toEqual(findings);
});

test('a long hostile text takes no long time', () => {
  const joined = `${'\u{1f468}\u200d'.repeat(20_000)}${'\u0645\u200c'.repeat(20_000)}${'\u0301'.repeat(20_000)}`;
  expect(visibleName(joined).length).toBeLessThan(joined.length);
  expect(visibleBody(joined).length).toBeLessThan(joined.length);
});

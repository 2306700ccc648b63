/** Marks that write an accent, a vowel point or a tone over a letter; what they stand on is what people type. */
const accents = new RegExp(
  [
    '[\\u0300-\\u036f]', // Latin, Greek, Cyrillic
    '[\\u0483-\\u0487]',
    '[\\u0591-\\u05c7]', // Hebrew
    '[\\u0610-\\u061a\\u064b-\\u065f\\u0670]', // Arabic
    '[\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]',
    '[\\ufe00-\\ufe0f]', // Variants of an emoji
  ].join('|'),
  'gu',
);

/** Letters that no decomposition takes apart. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};
const plainLetter = /[ßıłøđðþæœς]/gu;

const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
};

/** The form in which texts are compared: without case, accents and differences of width. */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .replace(accents, '')
    .replace(plainLetter, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC');
}

/** A letter with the marks that follow it, also those of half width, which count as letters. */
const letterWithMarks = /\P{M}[\p{M}ﾞﾟ]*|\p{M}+/gu;

/**
 * The folded text, and for each of its UTF-16 units where its letter begins in `text`; one entry more stands for the end.
 */
export function foldWithPlaces(text: string): {
  readonly folded: string;
  readonly places: readonly number[];
} {
  const places: number[] = [];
  let folded = '';
  for (const { 0: letter, index } of text.matchAll(letterWithMarks)) {
    const form = foldText(letter);
    for (let unit = 0; unit < form.length; unit += 1) places.push(index);
    folded += form;
  }
  places.push(text.length);
  return { folded, places };
}

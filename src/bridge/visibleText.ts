/**
 * Text that somebody else wrote, made fit to stand beside ours: a name may not turn a sentence around, and two names
 * that look the same may not differ in what nobody sees. Source: UAX 9 (bidirectional controls), UAX 31 section 2.3
 * (joiners), UTS 39 (confusable scripts), UTS 51 (emoji sequences).
 */

/** Why a name is not what it seems. */
export type TextFinding =
  /** It holds characters that turn the direction of text around. */
  | 'direction'
  /** It holds characters that nobody sees. */
  | 'hidden'
  /** One of its words mixes letters of scripts that look alike, such as Latin and Cyrillic. */
  | 'mixedScripts'
  /** It is written in letters that only imitate plain ones, such as mathematical or full-width letters. */
  | 'styled';

/** Marks, embeddings, overrides and isolates. */
const directionControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What can make a text read backwards; marks and isolates, which honest right-to-left text uses, stay in a message. */
const directionOverrides = /[\u202a-\u202e]/gu;

/**
 * What may stay although nobody sees it, as it shapes what stands around it: the selectors and joiners of emoji, the tags
 * of a flag, and joiners inside words of scripts that are written with them.
 */
const shaping = new RegExp(
  [
    // A keycap, or an emoji with its selector or skin tone, and the joiner to the next one.
    '[0-9#*]\\ufe0f\\u20e3',
    '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{1,6}\\u{e007f}',
    '\\p{Extended_Pictographic}\\p{Emoji_Modifier}?[\\ufe0e\\ufe0f]?(?:\\u200d\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?)*',
    ...['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Malayalam', 'Oriya'],
    ...['Sinhala', 'Syriac', 'Tamil', 'Telugu'],
  ]
    .map((part) =>
      /^[A-Z][a-z]+$/u.test(part)
        ? `[\\p{Script=${part}}][\\u200c\\u200d](?=\\p{Script=${part}}|\\p{M})`
        : part,
    )
    .join('|'),
  'gu',
);

/** Fillers, joiners, selectors, tags and the like: nothing of it is drawn. */
const invisible = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const controls = /[\p{Cc}\p{Cs}]/gu;
const bodyControls = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;
/** Spaces of any width, line ends of any kind, and the pattern of Braille that has no dots. */
const spaces = /[\s\p{Z}\u2800]+/gu;
/** More marks on one letter than any language has, which would be drawn over the lines above and below. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/** Removes what `pattern` matches, but for what shapes the characters around it. */
function removeUnlessShaping(text: string, pattern: RegExp): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(shaping)) {
    result += text.slice(from, match.index).replace(pattern, '') + match[0];
    from = match.index + match[0].length;
  }
  return result + text.slice(from).replace(pattern, '');
}

/** A name, a file name or any other text for one line. Empty when there is nothing in it to see. */
export function visibleName(text: string): string {
  const spaced = text.replace(spaces, ' ').replace(controls, '');
  const shown = removeUnlessShaping(spaced, invisible).replace(stackedMarks, '$1');
  return shown.replace(/ {2,}/gu, ' ').trim();
}

/** The body of a message: its lines stay, and what honest text of any script is made of. */
export function visibleBody(text: string): string {
  const lines = text.replace(/\r\n?|[\u2028\u2029\u0085]/gu, '\n').replace(bodyControls, '');
  // Marks of direction are no danger inside a block of its own; selectors and joiners may be part of a letter.
  const unseen =
    /(?![\u061c\u200c-\u200f\u2066-\u2069]|\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
  return removeUnlessShaping(lines.replace(directionOverrides, ''), unseen).replace(stackedMarks, '$1');
}

/** Scripts whose letters are taken for one another. A word of one of them is fine; a word of two is not. */
const alikeScripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Deseret'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/** What is wrong with a name. Its own function, not part of what is shown: a person is told in words. */
export function textFindings(text: string): readonly TextFinding[] {
  const findings: TextFinding[] = [];
  if (text.search(directionControls) >= 0) findings.push('direction');
  const rest = text.replace(directionControls, '').replace(/[\r\n\t]/gu, ' ');
  if (removeUnlessShaping(rest, invisible) !== rest || rest.search(controls) >= 0) findings.push('hidden');
  const shown = visibleName(text);
  const words = shown.match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.some((word) => alikeScripts.filter((script) => script.test(word)).length > 1)) {
    findings.push('mixedScripts');
  }
  if (/[\u{1d400}-\u{1d7ff}\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\u{1f130}-\u{1f189}]/u.test(shown)) {
    findings.push('styled');
  }
  return findings;
}

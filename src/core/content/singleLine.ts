const maxLength = 255;
/** Controls, line breaks, and the marks that turn the direction of text: they could make a name look like another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** A foreign name made fit for the middle of a sentence: one line, at most 255 characters. */
export const singleLine = (text: string): string => {
  const line = text.replace(unsafe, ' ').trim();
  if (line.length <= maxLength) return line;
  // By code points, so that no half of a character is left.
  return `${Array.from(line.slice(0, 2 * maxLength))
    .slice(0, maxLength - 1)
    .join('')}…`;
};

/** Longer ones are cut: a quote reminds of a message, it does not repeat it. */
const maxQuoteLength = 1_000;

/** A text as it is quoted in another one: `> ` before each of its lines, and room to write below. */
export function quoteLines(text: string): string {
  const cut = text.length > maxQuoteLength ? `${text.slice(0, maxQuoteLength)}…` : text;
  return `${cut
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')}\n`;
}

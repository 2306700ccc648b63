/** Addresses of the web in a text. Only http and https are one: nothing else a message names can be opened. */

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` as it stands in the message, `url` as a browser would open it. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** More than these in one text stay text. */
const maxLinks = 50;
const maxUrlLength = 2_048;
const candidate = /https?:\/\/[^\s<>"'`\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/giu;
const closing = /[.,;:!?*_~'"”’»)\]}]$/u;

/** The address as the browser reads it, when it is one of the web. */
export function webUrl(text: string): string | undefined {
  if (text.length > maxUrlLength) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.href;
}

/** The text in parts, in order; joined they are the text again. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  let links = 0;
  for (const match of text.matchAll(candidate)) {
    if (links === maxLinks) break;
    // Before anything looks at its end: what is that long is no address, and would take time.
    if (match[0].length > maxUrlLength) continue;
    const found = withoutClosing(match[0]);
    const url = webUrl(found);
    if (url === undefined) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: found, url });
    end = match.index + found.length;
    links += 1;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Punctuation that ends a sentence is no part of an address; a bracket is when the address opened it. */
function withoutClosing(found: string): string {
  let text = found;
  while (closing.test(text)) {
    if (text.endsWith(')') && count(text, '(') >= count(text, ')')) break;
    text = text.slice(0, -1);
  }
  return text;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

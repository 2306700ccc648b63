import { markdownProse } from '../../bridge/messageProse.ts';
import type { Message } from '../../core/client/client.ts';

/** More than the index takes of a text: the signs of Markdown are looked for in no more than that. */
const maxLength = 8_000;

/** The words of a message as they are read; empty where there is nothing to find. */
export function searchedText({ kind, deletedBy, text, content }: Message): string {
  if (kind !== 'content' || deletedBy !== undefined) return '';
  return content?.kind === 'markdown' ? markdownProse(text.slice(0, maxLength)) : text;
}

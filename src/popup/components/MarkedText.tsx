import type { SearchMark } from '../../bridge/searchView.ts';
import { visibleBody } from '../../bridge/visibleText.ts';

export interface MarkedTextProps {
  /** What somebody else wrote. */
  readonly text: string;
  /** In order, without overlaps. */
  readonly marks: readonly SearchMark[];
}

/** A text with some of its places marked: made of text nodes, whatever it holds. */
export function MarkedText({ text, marks }: MarkedTextProps) {
  const parts: { readonly words: string; readonly isMarked: boolean }[] = [];
  let from = 0;
  for (const { start, end } of marks) {
    parts.push(
      { words: text.slice(from, start), isMarked: false },
      { words: text.slice(start, end), isMarked: true },
    );
    from = end;
  }
  parts.push({ words: text.slice(from), isMarked: false });
  return (
    <bdi>
      {parts.map(({ words, isMarked }, at) =>
        isMarked ? <mark key={at}>{visibleBody(words)}</mark> : visibleBody(words),
      )}
    </bdi>
  );
}

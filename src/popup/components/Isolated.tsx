import { visibleName } from '../../bridge/visibleText.ts';

export interface IsolatedProps {
  /** A name that somebody else chose. */
  readonly text: string;
}

/** A foreign name inside our own words: it has its own direction, and nothing in it reaches beyond it. */
export function Isolated({ text }: IsolatedProps) {
  return <bdi>{visibleName(text)}</bdi>;
}

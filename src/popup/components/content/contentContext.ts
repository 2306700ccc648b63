import { createContext } from 'preact';

/** A link that was clicked: where it leads, and what it said when that is another text. */
export interface ClickedLink {
  readonly url: string;
  readonly label?: string;
}

/** Asks about a link. Absent where links are only text: in requests, and from people who are blocked. */
export const LinkContext = createContext<((link: ClickedLink) => void) | undefined>(undefined);

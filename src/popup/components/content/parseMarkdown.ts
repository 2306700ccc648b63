/**
 * Markdown as a tree of our own: what is not in these types cannot be drawn. There is no HTML in it (tags are their own
 * text) and nothing to fetch (an image is a link).
 */
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { textParts, webUrl } from '../../models/textLinks.ts';

export type MarkdownInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly children: readonly MarkdownInline[] }
  /** `label` is what the children say, to be compared with the address. */
  | {
      readonly kind: 'link';
      readonly url: string;
      readonly label: string;
      readonly isImage: boolean;
      readonly children: readonly MarkdownInline[];
    };

export interface MarkdownItem {
  /** Of a task list. */
  readonly isDone?: boolean;
  readonly children: readonly MarkdownBlock[];
}

export type MarkdownBlock =
  | { readonly kind: 'paragraph'; readonly children: readonly MarkdownInline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly MarkdownInline[] }
  | { readonly kind: 'codeBlock'; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly MarkdownBlock[] }
  | {
      readonly kind: 'list';
      /** Of the first item; absent for bullets. */
      readonly start?: number;
      readonly items: readonly MarkdownItem[];
    }
  | {
      readonly kind: 'table';
      /** Of each column; undefined where the source does not say. */
      readonly align: readonly ('left' | 'center' | 'right' | undefined)[];
      readonly head: readonly (readonly MarkdownInline[])[];
      readonly rows: readonly (readonly (readonly MarkdownInline[])[])[];
    }
  | { readonly kind: 'rule' };

/** A longer source is shown as it is. */
const maxLength = 10_000;
/** What costs the lexer time by the square of its length: words without end, and marks nested without end. */
const costly = /\S{1200}|^(?:[ \t]{0,3}(?:>|[-*+]|\d{1,9}[.)])[ \t]?){30}/mu;
/** Deeper than this, a token is shown as its source. */
const maxDepth = 8;
const maxNodes = 2_000;

/** `undefined`: too long, too deep, or too much of it; to be shown as its source. */
export function parseMarkdown(source: string): readonly MarkdownBlock[] | undefined {
  if (source.length > maxLength || costly.test(source)) return undefined;
  let nodes = 0;
  /** Counts a node, and ends the reading when there are too many. */
  const grow = () => {
    nodes += 1;
    if (nodes > maxNodes) throw new TooMuch();
  };

  const inlines = (tokens: readonly Token[] | undefined, depth: number): MarkdownInline[] =>
    (tokens ?? []).flatMap((token) => inline(token as MarkedToken, depth));

  const plain = (text: string): MarkdownInline[] => {
    grow();
    return textParts(text).map((part) =>
      part.kind === 'text'
        ? part
        : {
            kind: 'link',
            url: part.url,
            label: part.text,
            isImage: false,
            children: [{ kind: 'text', text: part.text }],
          },
    );
  };

  const inline = (token: MarkedToken, depth: number): MarkdownInline[] => {
    grow();
    if (depth > maxDepth) return [{ kind: 'text', text: token.raw }];
    switch (token.type) {
      case 'text':
        return token.tokens === undefined ? plain(unescaped(token.text)) : inlines(token.tokens, depth + 1);
      case 'escape':
        return [{ kind: 'text', text: unescaped(token.text) }];
      case 'br':
        return [{ kind: 'break' }];
      case 'codespan':
        return [{ kind: 'code', text: token.text }];
      case 'strong':
        return [{ kind: 'strong', children: inlines(token.tokens, depth + 1) }];
      case 'em':
        return [{ kind: 'emphasis', children: inlines(token.tokens, depth + 1) }];
      case 'del':
        return [{ kind: 'deleted', children: inlines(token.tokens, depth + 1) }];
      case 'link':
      case 'image':
        return [link(token, depth)];
      // It is drawn by its item.
      case 'checkbox':
        return [];
      // HTML and whatever a later version of the lexer finds.
      default:
        return [{ kind: 'text', text: token.raw }];
    }
  };

  const link = (token: Tokens.Link | Tokens.Image, depth: number): MarkdownInline => {
    const isImage = token.type === 'image';
    // An address that stands for itself is literal.
    const isLiteral = !isImage && token.autolink === true;
    const url = webUrl(isLiteral ? token.href : unescaped(token.href));
    const label = isLiteral ? token.text : unescaped(token.text);
    // Only text within a link: a link in it would lead elsewhere than the one around it.
    const children: readonly MarkdownInline[] = isLiteral
      ? [{ kind: 'text', text: label }]
      : isImage
        ? []
        : withoutLinks(inlines(token.tokens, depth + 1));
    if (url === undefined) return { kind: 'text', text: token.raw };
    return { kind: 'link', url, label, isImage, children };
  };

  const block = (token: MarkedToken, depth: number): MarkdownBlock[] => {
    grow();
    if (depth > maxDepth) return [{ kind: 'paragraph', children: [{ kind: 'text', text: token.raw }] }];
    switch (token.type) {
      case 'space':
      case 'def':
      case 'checkbox':
        return [];
      case 'hr':
        return [{ kind: 'rule' }];
      case 'heading':
        return [{ kind: 'heading', level: token.depth, children: inlines(token.tokens, depth + 1) }];
      case 'code':
        return [{ kind: 'codeBlock', text: token.text }];
      case 'blockquote':
        return [{ kind: 'quote', children: blocks(token.tokens, depth + 1) }];
      case 'list':
        return [
          {
            kind: 'list',
            ...(token.ordered && { start: startOf(token.start) }),
            items: token.items.map((item) => {
              grow();
              return {
                ...(item.task && { isDone: item.checked === true }),
                children: blocks(item.tokens, depth + 1),
              };
            }),
          },
        ];
      case 'table':
        return [
          {
            kind: 'table',
            align: token.align.map((side) => side ?? undefined),
            head: token.header.map((cell) => inlines(cell.tokens, depth + 1)),
            rows: token.rows.map((row) => row.map((cell) => inlines(cell.tokens, depth + 1))),
          },
        ];
      case 'paragraph':
        return [{ kind: 'paragraph', children: inlines(token.tokens, depth + 1) }];
      default:
        return [{ kind: 'paragraph', children: inline(token, depth + 1) }];
    }
  };

  const blocks = (tokens: readonly Token[], depth: number): MarkdownBlock[] =>
    tokens.flatMap((token) => block(token as MarkedToken, depth));

  try {
    return blocks(new Lexer({ gfm: true, breaks: true }).lex(source), 0);
  } catch {
    // Too much, or nested so deeply that the lexer’s stack ended.
    return undefined;
  }
}

class TooMuch extends Error {}

const startOf = (start: number | ''): number => (start === '' || start > 999_999 ? 1 : start);

const withoutLinks = (nodes: readonly MarkdownInline[]): readonly MarkdownInline[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'link')
      return node.isImage ? [{ kind: 'text', text: node.label } as const] : node.children;
    if ('children' in node) return [{ ...node, children: withoutLinks(node.children) }];
    return [node];
  });

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** The lexer resolves numeric character references and leaves the named ones to whoever writes HTML; we write text. */
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|nbsp);/gu, (all, name: string) => named[name] ?? all);

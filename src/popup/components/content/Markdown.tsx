import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { visibleBody, visibleName } from '../../../bridge/visibleText.ts';
import { text } from '../../text.ts';
import { PlainText } from './PlainText.tsx';
import { type MarkdownBlock, type MarkdownInline, parseMarkdown } from './parseMarkdown.ts';
import { TextLink } from './TextLink.tsx';

export interface MarkdownProps {
  readonly source: string;
}

/** Markdown drawn by elements of ours alone; what is too much of it is shown as its source. */
export function Markdown({ source }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(visibleBody(source)), [source]);
  if (blocks === undefined || blocks.length === 0) return <PlainText text={source} />;
  return (
    <div class="markdown" dir="auto">
      {blocks.map(drawBlock)}
    </div>
  );
}

const inlines = (nodes: readonly MarkdownInline[]): ComponentChildren => nodes.map(drawInline);
const blocks = (nodes: readonly MarkdownBlock[]): ComponentChildren => nodes.map(drawBlock);

function drawInline(node: MarkdownInline, key: number): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return <br key={key} />;
    case 'code':
      return <code key={key}>{node.text}</code>;
    case 'strong':
      return <strong key={key}>{inlines(node.children)}</strong>;
    case 'emphasis':
      return <em key={key}>{inlines(node.children)}</em>;
    case 'deleted':
      return <s key={key}>{inlines(node.children)}</s>;
    case 'link':
      return (
        <TextLink key={key} label={node.label} url={node.url}>
          {node.isImage ? imageName(node.label) : inlines(node.children)}
        </TextLink>
      );
  }
}

const imageName = (label: string): string => {
  const name = visibleName(label);
  return name === '' ? text('markdownImageUnnamed') : text('markdownImage', name);
};

function drawBlock(node: MarkdownBlock, key: number): ComponentChildren {
  switch (node.kind) {
    case 'paragraph':
      return (
        <p dir="auto" key={key}>
          {inlines(node.children)}
        </p>
      );
    // Bold text, not a heading: a message has no place in the outline of the page.
    case 'heading':
      return (
        <p class={node.level < 3 ? 'markdown__title' : 'markdown__subtitle'} dir="auto" key={key}>
          {inlines(node.children)}
        </p>
      );
    case 'codeBlock':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre dir="ltr" key={key} tabIndex={0}>
          <code>{node.text}</code>
        </pre>
      );
    case 'quote':
      return <blockquote key={key}>{blocks(node.children)}</blockquote>;
    case 'list': {
      const items = node.items.map((item, index) => (
        <li class={item.isDone === undefined ? undefined : 'markdown__task'} key={index}>
          {item.isDone !== undefined && (
            <span
              aria-label={text(item.isDone ? 'markdownDone' : 'markdownOpen')}
              class="markdown__box"
              role="img"
            >
              {item.isDone ? '☑' : '☐'}
            </span>
          )}
          <div>{blocks(item.children)}</div>
        </li>
      ));
      return node.start === undefined ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={node.start}>
          {items}
        </ol>
      );
    }
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <div class="markdown__table" key={key} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {node.head.map((cell, index) => (
                  <th key={index} scope="col" style={{ textAlign: node.align[index] }}>
                    {inlines(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {node.rows.map((row, rowIndex) => (
                <tr key={rowIndex}>
                  {row.map((cell, index) => (
                    <td key={index} style={{ textAlign: node.align[index] }}>
                      {inlines(cell)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr key={key} />;
  }
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MarkdownInline, parseMarkdown } from './parseMarkdown.ts';

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  const node = value as { text?: string; kind?: string };
  return (node.text ?? '') + Object.values(value).map(textOf).join('');
};
const urls = (source: string) => JSON.stringify(parseMarkdown(source)).match(/"url":"[^"]*"/gu) ?? [];

test('blocks and inlines', () => {
  expect(parseMarkdown('# T\n\na **b** *c* ~~d~~ `e`')).toEqual([
    { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'T' }] },
    {
      kind: 'paragraph',
      children: [
        { kind: 'text', text: 'a ' },
        { kind: 'strong', children: [{ kind: 'text', text: 'b' }] },
        { kind: 'text', text: ' ' },
        { kind: 'emphasis', children: [{ kind: 'text', text: 'c' }] },
        { kind: 'text', text: ' ' },
        { kind: 'deleted', children: [{ kind: 'text', text: 'd' }] },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'e' },
      ],
    },
  ]);
  expect(parseMarkdown('3. a\n4. b')).toMatchObject([{ kind: 'list', start: 3, items: [{}, {}] }]);
  expect(parseMarkdown('- [x] done\n- [ ] open\n- other')).toMatchObject([
    { kind: 'list', items: [{ isDone: true }, { isDone: false }, {}] },
  ]);
  expect(textOf(parseMarkdown('- [x] done'))).toBe('done');
  expect(parseMarkdown('| a | b |\n|--|-:|\n| 1 | 2 |')).toMatchObject([
    {
      kind: 'table',
      align: [undefined, 'right'],
      head: [[{ text: 'a' }], [{ text: 'b' }]],
      rows: [[[{ text: '1' }], [{ text: '2' }]]],
    },
  ]);
  expect(parseMarkdown('> a\n\n```js\n<b>&amp;\n```\n\n---')).toMatchObject([
    { kind: 'quote' },
    { kind: 'codeBlock', text: '<b>&amp;' },
    { kind: 'rule' },
  ]);
});

test('HTML is its own text', () => {
  const source = 'a <img src=x onerror=alert(1)> b\n\n<script>alert(1)</script>\n\n<b>c</b>';
  const tree = JSON.stringify(parseMarkdown(source));
  expect(tree).not.toContain('html');
  expect(textOf(parseMarkdown(source))).toContain('<img src=x onerror=alert(1)>');
  expect(textOf(parseMarkdown(source))).toContain('<script>alert(1)</script>');
  expect(textOf(parseMarkdown('&lt;b&gt; &#60; &#x3c; &amp;amp; &amp;#60; &unknown; `&lt;`'))).toBe(
    '<b> < < &amp; &#60; &unknown; &lt;',
  );
});

test('links lead to the web or are text', () => {
  const [paragraph] = parseMarkdown('[our **bank**](https://bank.example/a)') ?? [];
  expect(paragraph).toMatchObject({
    children: [{ kind: 'link', url: 'https://bank.example/a', label: 'our **bank**', isImage: false }],
  });
  expect(urls('![pixel](https://t.example/p.png)')).toEqual(['"url":"https://t.example/p.png"']);
  expect(urls('[a](https://a.example/?a=1&amp;b=2) https://a.example/?a=1&amp;b')).toEqual([
    '"url":"https://a.example/?a=1&b=2"',
    '"url":"https://a.example/?a=1&amp;b"',
  ]);
  expect(urls('see https://a.example. and <https://b.example>')).toHaveLength(2);
  for (const source of [
    '[a](javascript:alert(1))',
    '[a](&#x6a;avascript:alert(1))',
    '[a]( jAvAsCrIpT:alert(1))',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '[a](vbscript:x)',
    '[a](chrome-extension://abcdef/popup.html)',
    '[a](//a.example)',
    '[a](/x)',
    '![a](javascript:alert(1))',
    '<javascript:alert(1)>',
    '[a][b]\n\n[b]: javascript:alert(1)',
    '<mailto:a@b.example>',
  ]) {
    expect(urls(source)).toEqual([]);
  }
});

test('there is no link within a link', () => {
  const links: MarkdownInline[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      if ((value as { kind?: string }).kind === 'link') links.push(value as MarkdownInline);
      Object.values(value).forEach(collect);
    }
  };
  collect(parseMarkdown('[**https://good.example** ![x](https://i.example)](https://evil.example)'));
  expect(links).toMatchObject([{ url: 'https://evil.example/' }]);
});

test.each([
  ['too long', 'a'.repeat(10_001)],
  ['a word without end', 'a@'.repeat(700)],
  ['nested quotes', '>'.repeat(10_000)],
  ['nested lists', '1. '.repeat(3_000)],
  ['many nodes', '*a* '.repeat(2_400)],
])('%s is left as it is', (_, source) => {
  expect(parseMarkdown(source)).toBeUndefined();
});

test('nesting ends, and nothing gets lost by it', () => {
  const source = `${'> '.repeat(20)}deep`;
  const tree = parseMarkdown(source);
  expect(textOf(tree)).toContain('deep');
  expect(JSON.stringify(tree).match(/"quote"/gu)).toHaveLength(9);
});

test('no source makes it throw', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '*',
    '_',
    '`',
    '<',
    '>',
    '!',
    '|',
    '-',
    '\n',
    ' ',
    'a',
    '#',
    '&',
    '\\',
    '1.',
    '~',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
      parseMarkdown(pieces.join(''));
    }),
  );
});

import { useMemo } from 'preact/hooks';
import { visibleBody } from '../../../bridge/visibleText.ts';
import { textParts } from '../../models/textLinks.ts';
import { TextLink } from './TextLink.tsx';

export interface PlainTextProps {
  readonly text: string;
}

/** A text as it was written: text nodes, and the addresses in it. */
export function PlainText({ text }: PlainTextProps) {
  const parts = useMemo(() => textParts(visibleBody(text)), [text]);
  return (
    <div class="bubble__text" dir="auto">
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <TextLink key={index} url={part.url}>
            {part.text}
          </TextLink>
        ),
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { type ClickedLink, LinkContext } from './contentContext.ts';

export interface TextLinkProps extends ClickedLink {
  readonly children: ComponentChildren;
}

/**
 * A link inside a text: it asks before it leads anywhere. No anchor, so that nothing (a middle click, a drag, what the
 * browser does ahead of a click) can follow it without the question; no button, as that would not break over lines.
 */
export function TextLink({ url, label, children }: TextLinkProps) {
  const onLink = useContext(LinkContext);
  if (onLink === undefined) return <span class="link-text">{children}</span>;
  const ask = () => onLink({ url, ...(label !== undefined && { label }) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span
      class="link"
      onClick={ask}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        ask();
      }}
      role="link"
      tabIndex={0}
    >
      {children}
    </span>
  );
}

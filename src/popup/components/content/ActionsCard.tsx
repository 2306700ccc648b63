import { useState } from 'preact/hooks';
import type { ContentView } from '../../../bridge/contentView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import { text } from '../../text.ts';
import { PlainText } from './PlainText.tsx';

export interface ActionsCardProps {
  readonly content: ContentView & { readonly kind: 'actions' };
  /** What we chose before. */
  readonly answer?: string | undefined;
  /** Absent where one cannot answer. */
  readonly onAction?: ((actionId: string) => void) | undefined;
}

/** A question and the answers one may give. An answer is a message: it is given once. */
export function ActionsCard({ content, answer, onAction }: ActionsCardProps) {
  const [chosen, setChosen] = useState<string>();
  const given = answer ?? chosen;
  const isOver = content.isExpired || given !== undefined || onAction === undefined;
  const label = content.actions.find(({ id }) => id === given)?.label;
  return (
    <div class="card-body">
      <PlainText text={content.question} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend, which the question is not */}
      <div aria-label={text('actionsLabel')} class="actions" role="group">
        {content.actions.map((action) => (
          <button
            aria-pressed={given === action.id}
            class={`action action--${action.style}${given === action.id ? ' action--chosen' : ''}`}
            disabled={isOver || action.isExpired}
            key={action.id}
            onClick={() => {
              setChosen(action.id);
              onAction?.(action.id);
            }}
            type="button"
          >
            <bdi>{visibleName(action.label) || action.id}</bdi>
          </button>
        ))}
      </div>
      {given !== undefined ? (
        <p class="card-note">{text('actionsAnswered', visibleName(label ?? given))}</p>
      ) : (
        content.isExpired && <p class="card-note">{text('actionsExpired')}</p>
      )}
    </div>
  );
}

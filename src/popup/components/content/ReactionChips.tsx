import type { ReactionView } from '../../../bridge/messageView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import type { NameOf } from '../../models/messageLine.ts';
import { text } from '../../text.ts';

export interface ReactionChipsProps {
  readonly reactions: readonly ReactionView[];
  readonly nameOf: NameOf;
  /** Absent where one cannot react. */
  readonly onReact?: ((content: string, action: 'added' | 'removed') => void) | undefined;
}

/** Longer ones are words rather than signs: cut, as chips stand in one line. */
const maxShown = 12;

export function ReactionChips({ reactions, nameOf, onReact }: ReactionChipsProps) {
  const shown = reactions.filter(({ content, count }) => count > 0 && visibleName(content) !== '');
  if (shown.length === 0) return null;
  return (
    <div class="reactions">
      {shown.map((reaction) => {
        const { content, count, isOwn } = reaction;
        const sign = visibleName(content);
        const label = text('reactionChip', sign, count, namesOf(reaction, nameOf));
        const characters = [...sign];
        return (
          <button
            aria-label={label}
            aria-pressed={isOwn}
            class={`reaction${isOwn ? ' reaction--own' : ''}`}
            disabled={onReact === undefined}
            key={content}
            onClick={() => onReact?.(content, isOwn ? 'removed' : 'added')}
            title={label}
            type="button"
          >
            <bdi>{characters.length > maxShown ? `${characters.slice(0, maxShown).join('')}…` : sign}</bdi>
            {count > 1 && <span class="reaction__count">{count}</span>}
          </button>
        );
      })}
    </div>
  );
}

function namesOf({ inboxIds, count }: ReactionView, nameOf: NameOf): string {
  const names = inboxIds.map((inboxId) => visibleName(nameOf(inboxId))).join(', ');
  return count > inboxIds.length ? text('andMore', names, count - inboxIds.length) : names;
}

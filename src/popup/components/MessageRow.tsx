import { Component, type ComponentChildren } from 'preact';
import type { ThreadRow } from '../models/threadRows.ts';
import { dayName } from '../models/when.ts';
import { text } from '../text.ts';

export interface MessageRowProps {
  readonly row: ThreadRow;
  /** From 1, among those that are loaded: how many there are in all is not known. */
  readonly position: number;
  /** Somebody looked for this one. */
  readonly isGoal: boolean;
  /** What else the bubble depends on: while it is the same object, a row is not drawn again. */
  readonly shared: object;
  /** Anything that only this row depends on, as a text. */
  readonly own: string;
  readonly draw: (row: ThreadRow) => ComponentChildren;
}

/** One message with what stands above it. Its margins are inside, so that its height is all that it takes up. */
export class MessageRow extends Component<MessageRowProps> {
  override shouldComponentUpdate(next: MessageRowProps): boolean {
    const { row, position, isGoal, shared, own } = this.props;
    return (
      next.isGoal !== isGoal ||
      next.position !== position ||
      next.shared !== shared ||
      next.own !== own ||
      next.row.message !== row.message ||
      next.row.dayMs !== row.dayMs ||
      next.row.newCount !== row.newCount ||
      next.row.isFirst !== row.isFirst ||
      next.row.showsSender !== row.showsSender
    );
  }

  override render({ row, position, isGoal, draw }: MessageRowProps) {
    return (
      <article
        aria-posinset={position}
        aria-setsize={-1}
        class={`thread__row${isGoal ? ' thread__row--goal' : ''}`}
        data-row={row.key}
        tabIndex={-1}
      >
        {row.dayMs !== undefined && <h2 class="day">{dayName(row.dayMs, Date.now())}</h2>}
        {row.newCount !== undefined && (
          <p class="unread-mark">
            <span>{row.newCount === 1 ? text('threadNewOne') : text('threadNew', row.newCount)}</span>
          </p>
        )}
        {draw(row)}
      </article>
    );
  }
}

import { identiconCells } from '../models/identicon.ts';

export interface AvatarProps {
  /** Inbox id, group id or address: the same id always draws the same picture. */
  readonly id: string;
  readonly size?: number;
}

/** A little more than a cell, so that no hair-line stands between two. */
const side = 1.02;

/** A symmetric 5 x 5 pattern in one hue, so that two people are told apart at a glance. */
export function Avatar({ id, size = 40 }: AvatarProps) {
  const { hue, cells } = identiconCells(id);
  // One shape rather than one a cell: a list draws hundreds of them.
  const shape = cells.map(([x, y]) => `M${x} ${y}h${side}v${side}h-${side}z`).join('');
  return (
    <svg aria-hidden="true" class="avatar" height={size} viewBox="-2 -2 9 9" width={size}>
      <circle cx="2.5" cy="2.5" fill={`hsl(${hue} 45% 88%)`} r="4.5" />
      <path d={shape} fill={`hsl(${hue} 55% 42%)`} />
    </svg>
  );
}

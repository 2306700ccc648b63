import { identiconCells } from '../models/identicon.ts';

export interface AvatarProps {
  /** Inbox id, group id or address: the same id always draws the same picture. */
  readonly id: string;
  readonly size?: number;
}

/** A symmetric 5 x 5 pattern in one hue, so that two people are told apart at a glance. */
export function Avatar({ id, size = 40 }: AvatarProps) {
  const { hue, cells } = identiconCells(id);
  return (
    <svg aria-hidden="true" class="avatar" height={size} viewBox="-2 -2 9 9" width={size}>
      <circle cx="2.5" cy="2.5" fill={`hsl(${hue} 45% 88%)`} r="4.5" />
      {cells.map(([x, y]) => (
        <rect fill={`hsl(${hue} 55% 42%)`} height="1.02" key={`${x}:${y}`} width="1.02" x={x} y={y} />
      ))}
    </svg>
  );
}

/** Line icons on a 20 px grid, drawn for this project. */
const paths = {
  back: 'M12.5 4 6.5 10l6 6',
  compose: 'M4 16h3.2L16 7.2 12.8 4 4 12.8V16ZM11 5.8 14.2 9',
  send: 'M4 10h11M10.5 5.5 15 10l-4.5 4.5',
  lock: 'M5.5 9h9v7h-9V9ZM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  settings:
    'M10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM10 3v2m0 10v2M3 10h2m10 0h2M5 5l1.5 1.5m7 7L15 15M15 5l-1.5 1.5m-7 7L5 15',
  copy: 'M7.5 7.5h8v8h-8v-8ZM12.5 7.5v-3h-8v8h3',
  down: 'M5 8l5 5 5-5',
  check: 'M4.5 10.5 8.5 14.5 15.5 6.5',
  clock: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM10 6.5V10l2.5 1.5',
  alert: 'M10 6v5m0 2.5v.5M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z',
  panel: 'M3.5 4.5h13v11h-13v-11ZM12 4.5v11',
  add: 'M10 4.5v11M4.5 10h11',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17',
  muted:
    'M8 5.2A4.2 4.2 0 0 1 14.2 9v2.5l1.3 2.3M13 14H4.500l1.300-2.500V9c0-.6.1-1.200.4-1.700M8.500 16.500h3M3.500 3.500l13 13',
  pin: 'M7 3.500h6M8 3.500v5L5.500 11.500h9L12 8.500v-5M10 11.500v5',
  archive: 'M3.500 4.500h13v3.500h-13ZM4.500 8v7.500h11V8M8 11h4',
  blocked: 'M10 16.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13ZM5.500 5.500l9 9',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  more: 'M5.6 10a.6.6 0 1 1-1.2 0 .6.6 0 0 1 1.2 0ZM10.6 10a.6.6 0 1 1-1.2 0 .6.6 0 0 1 1.2 0ZM15.6 10a.6.6 0 1 1-1.2 0 .6.6 0 0 1 1.2 0Z',
  edit: 'M4.5 15.5 5.3 12.3 12.8 4.8 15.2 7.2 7.7 14.7 4.5 15.5Z',
  forward: 'M8 5l5 5-5 5',
  leave: 'M11.5 4.5h-6v11h6M9 10h7.5M13.8 7.2 16.5 10l-2.7 2.8',
  timer: 'M10 16.5a5.8 5.8 0 1 0 0-11.6 5.8 5.8 0 0 0 0 11.6ZM8 2.8h4M10 7.8v3',
  shield: 'M10 3.2 15.5 5.2v4.3c0 3.4-2.2 5.9-5.5 7.3-3.3-1.4-5.5-3.9-5.5-7.3V5.2L10 3.2Z',
  group:
    'M7.5 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 15.5c.4-2.4 2.2-3.5 4.500-3.500s4.100 1.100 4.500 3.500M12.500 5.200a2.300 2.300 0 0 1 0 4.600M14 12.200c1.700.4 2.700 1.500 3 3.300',
  reply: 'M8 5 3.5 9.5 8 14M4 9.5h7a5 5 0 0 1 5 5V16',
  react:
    'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM7.2 11.5c1.400 2 4.200 2 5.600 0M7.700 8v.3M12.300 8v.3',
  quote:
    'M4 14V9.500C4 7 5.500 5.500 8 5M4 10.500h4V14H4ZM12 14V9.500c0-2.500 1.500-4 4-4.500M12 10.500h4V14h-4Z',
  trash: 'M4.500 6h11M8 6V4h4v2M6 6l.7 10h6.600L14 6',
  file: 'M5.500 3h6l3.500 3.500V17h-9.500V3ZM11 3v4h4',
  download: 'M10 4v8.500M6.500 9 10 12.500 13.500 9M4.500 16h11',
  read: 'M2.500 10.500 6 14l6-7.500M9 13l1 1 7-7.500',
  wallet: 'M3.500 6.500h13v9h-13v-9ZM3.500 6.500l9-3v3M13 11h.5',
  chain:
    'M8.500 11.500a3 3 0 0 0 4.200 0l2.400-2.400a3 3 0 0 0-4.200-4.200l-.9.9M11.500 8.500a3 3 0 0 0-4.200 0l-2.400 2.400a3 3 0 0 0 4.200 4.200l.9-.9',
  attach:
    'M14.5 9.5 9.6 14.4a3 3 0 0 1-4.2-4.2l5.600-5.600a2 2 0 0 1 2.800 2.800l-5.500 5.500a1 1 0 0 1-1.400-1.400l4.800-4.800',
} as const;

export type IconName = keyof typeof paths;

export interface IconProps {
  readonly name: IconName;
  /** Pixels, 20 by default. */
  readonly size?: number;
}

/** Decorative always: whatever holds it carries the accessible name. */
export function Icon({ name, size = 20 }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      height={size}
      stroke="currentColor"
      stroke-linecap="round"
      stroke-linejoin="round"
      stroke-width="1.6"
      viewBox="0 0 20 20"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}

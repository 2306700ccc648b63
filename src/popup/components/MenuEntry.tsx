export interface MenuEntryProps {
  readonly label: string;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

/** One thing to do. Only the one that has the focus is in the order of the tab key. */
export function MenuEntry({ label, isDanger = false, onSelect }: MenuEntryProps) {
  return (
    <button
      class={`menu__item${isDanger ? ' menu__item--danger' : ''}`}
      onClick={onSelect}
      role="menuitem"
      tabIndex={-1}
      type="button"
    >
      {label}
    </button>
  );
}

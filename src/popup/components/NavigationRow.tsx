import { Icon, type IconName } from './Icon.tsx';

export interface NavigationRowProps {
  readonly icon: IconName;
  readonly label: string;
  /** What holds there now. */
  readonly value?: string;
  readonly onOpen: () => void;
}

/** A row that leads to a page of its own. */
export function NavigationRow({ icon, label, value, onOpen }: NavigationRowProps) {
  return (
    <button class="nav-row" onClick={onOpen} type="button">
      <Icon name={icon} />
      <span class="nav-row__label">{label}</span>
      {value !== undefined && <span class="nav-row__value">{value}</span>}
      <Icon name="forward" size={16} />
    </button>
  );
}

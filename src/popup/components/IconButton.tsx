import { Icon, type IconName } from './Icon.tsx';

export interface IconButtonProps {
  readonly icon: IconName;
  /** What the button does; read out and shown as a tooltip. */
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function IconButton({ icon, label, onClick, disabled = false, className = '' }: IconButtonProps) {
  return (
    <button
      aria-label={label}
      class={`icon-button ${className}`}
      disabled={disabled}
      onClick={onClick}
      title={label}
      type="button"
    >
      <Icon name={icon} />
    </button>
  );
}

import { useId } from 'preact/hooks';

export interface SwitchProps {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** One thing that is on or off. */
export function Switch({ label, detail, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <div class="switch__words">
        <label for={id}>{label}</label>
        {detail !== undefined && (
          <p class="field__hint" id={`${id}-detail`}>
            {detail}
          </p>
        )}
      </div>
      <input
        {...(detail === undefined ? {} : { 'aria-describedby': `${id}-detail` })}
        checked={checked}
        class="switch__input"
        disabled={disabled}
        id={id}
        onChange={(event) => onChange(event.currentTarget.checked)}
        type="checkbox"
      />
    </div>
  );
}

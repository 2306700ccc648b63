import { useId } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly detail?: string | undefined;
  /** Where it stands among rows that have one. */
  readonly icon?: IconName;
  readonly options: readonly { readonly value: T; readonly label: string; readonly isDisabled?: boolean }[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly onChange: (value: T) => void;
}

/** A choice of one in a row: the label on the left, the browser's own list on the right. */
export function Select<T extends string>({
  label,
  detail,
  icon,
  options,
  value,
  disabled = false,
  busy = false,
  onChange,
}: SelectProps<T>) {
  const id = useId();
  return (
    <div class={`select-row${icon === undefined ? '' : ' select-row--icon'}`}>
      {icon !== undefined && <Icon name={icon} />}
      <label class="select-row__label" for={id}>
        {label}
      </label>
      {busy && <span aria-hidden="true" class="spinner" />}
      <select
        {...(detail === undefined ? {} : { 'aria-describedby': `${id}-detail` })}
        aria-busy={busy}
        class="select-row__list"
        disabled={disabled}
        id={id}
        onChange={(event) => {
          const { currentTarget } = event;
          const chosen = options.find((option) => option.value === currentTarget.value);
          // What is shown follows what is so: it moves when the change was made.
          currentTarget.value = value;
          if (chosen) onChange(chosen.value);
        }}
        value={value}
      >
        {options.map((option) => (
          <option disabled={option.isDisabled === true} key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {detail !== undefined && (
        <p class="field__hint select-row__detail" id={`${id}-detail`}>
          {detail}
        </p>
      )}
    </div>
  );
}

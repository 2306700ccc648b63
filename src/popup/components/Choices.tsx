import { useId } from 'preact/hooks';

export interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly detail: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice of one where each needs a sentence. */
export function Choices<T extends string>({ legend, options, value, onChange }: ChoicesProps<T>) {
  const id = useId();
  return (
    <fieldset class="choices">
      <legend class="field__label choices__legend">{legend}</legend>
      {options.map((option) => (
        <label class="choices__one" key={option.value}>
          <input
            aria-describedby={`${id}-${option.value}-detail`}
            aria-labelledby={`${id}-${option.value}`}
            checked={option.value === value}
            name={legend}
            onChange={() => onChange(option.value)}
            type="radio"
            value={option.value}
          />
          <span>
            <span class="choices__label" id={`${id}-${option.value}`}>
              {option.label}
            </span>
            <span class="field__hint" id={`${id}-${option.value}-detail`}>
              {option.detail}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

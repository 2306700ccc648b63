export interface SegmentsProps<T extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A short choice of one, as radio buttons: arrow keys work as people expect. */
export function Segments<T extends string>({ legend, options, value, onChange }: SegmentsProps<T>) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend class="field__label" style={{ padding: 0, marginBottom: '4px' }}>
        {legend}
      </legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input
              checked={option.value === value}
              name={legend}
              onChange={() => onChange(option.value)}
              type="radio"
              value={option.value}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

import { useEffect, useId, useRef } from 'preact/hooks';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password';
  /** More than one makes it a text area of that many rows. */
  readonly rows?: number;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly mono?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly maxLength?: number;
}

export function Field({
  label,
  value,
  onInput,
  type = 'text',
  rows = 1,
  hint,
  error,
  mono = false,
  autoFocus = false,
  autoComplete = 'off',
  maxLength,
}: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  const shared = {
    id,
    ref: input,
    value,
    autocomplete: autoComplete,
    autocapitalize: 'off' as const,
    spellcheck: false,
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-note`,
    class: `field__input${mono ? ' field__input--mono' : ''}`,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      {rows > 1 ? (
        <textarea {...shared} rows={rows} />
      ) : type === 'password' ? (
        <input {...shared} type="password" />
      ) : (
        <input {...shared} type="text" />
      )}
      <div id={`${id}-note`}>
        {error !== undefined && (
          <p class="field__error" role="alert">
            {error}
          </p>
        )}
        {error === undefined && hint !== undefined && <p class="field__hint">{hint}</p>}
      </div>
    </div>
  );
}

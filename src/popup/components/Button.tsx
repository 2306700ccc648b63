import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'neutral' | 'danger' | 'plain';
  readonly type?: 'button' | 'submit';
  readonly wide?: boolean;
  /** Shows a spinner and takes no further press. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: () => void;
}

export function Button({
  children,
  kind = 'neutral',
  type = 'button',
  wide = false,
  busy = false,
  disabled = false,
  onClick,
}: ButtonProps) {
  return (
    <button
      aria-busy={busy}
      class={`button button--${kind}${wide ? ' button--wide' : ''}`}
      disabled={disabled || busy}
      type={type}
      {...(onClick ? { onClick } : {})}
    >
      {busy && <span aria-hidden="true" class="spinner" />}
      {children}
    </button>
  );
}

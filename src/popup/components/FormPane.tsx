import type { ComponentChildren } from 'preact';
import { Button } from './Button.tsx';
import { PaneHeader } from './PaneHeader.tsx';

export interface FormPaneProps {
  readonly title: string;
  readonly onBack: () => void;
  readonly onSubmit: () => void;
  readonly submit: string;
  readonly disabled: boolean;
  /** What is said while it is done. */
  readonly busy: string | undefined;
  readonly failure: string | undefined;
  /** The fields. */
  readonly children: ComponentChildren;
}

/** A page with one form: what came of it, and the button, stay in sight below the fields. */
export function FormPane(props: FormPaneProps) {
  const { title, onBack, onSubmit, submit, disabled, busy, failure, children } = props;
  return (
    <section aria-label={title} class="pane">
      <PaneHeader onBack={onBack} title={title} />
      <form
        class="form-frame"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <div class="scroll form">{children}</div>
        <div class="form-foot">
          {failure !== undefined && (
            <p class="field__error" role="alert">
              {failure}
            </p>
          )}
          {busy !== undefined && (
            <p class="field__hint" role="status">
              {busy}
            </p>
          )}
          <Button busy={busy !== undefined} disabled={disabled} kind="primary" type="submit" wide>
            {submit}
          </Button>
        </div>
      </form>
    </section>
  );
}

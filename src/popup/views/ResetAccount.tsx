import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import type { AppModel } from '../models/appModel.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';

export interface ResetAccountProps {
  readonly app: AppModel;
  /** What the button says: why one would want it. */
  readonly label: string;
  readonly isPlain?: boolean;
}

/** The one action that cannot be undone: quiet until it is wanted, then said in full. */
export function ResetAccount({ app, label, isPlain = false }: ResetAccountProps) {
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<string>();
  return (
    <>
      <Button kind={isPlain ? 'plain' : 'neutral'} onClick={() => setAsked(true)} wide>
        {label}
      </Button>
      {error !== undefined && (
        <p class="field__error" role="alert">
          {error}
        </p>
      )}
      {isAsked && (
        <ConfirmDialog
          confirm={text('resetConfirm')}
          isDanger
          onClose={() => setAsked(false)}
          onConfirm={() => {
            app.reset().catch((cause: unknown) => setError(failureOf(cause).sentence));
          }}
          title={text('resetTitle')}
        >
          <p>{text('resetExplained')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

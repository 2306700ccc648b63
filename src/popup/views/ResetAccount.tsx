import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import type { AppModel } from '../models/appModel.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';

export interface ResetAccountProps {
  readonly app: AppModel;
}

/** The one action that cannot be undone: said in full, and asked twice. */
export function ResetAccount({ app }: ResetAccountProps) {
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<string>();
  return (
    <div class="card__actions">
      <p class="notice notice--error">{text('resetExplained')}</p>
      {error !== undefined && (
        <p class="field__error" role="alert">
          {error}
        </p>
      )}
      {isAsked ? (
        <Button
          kind="danger"
          onClick={() => {
            app.reset().catch((cause: unknown) => setError(failureOf(cause).sentence));
          }}
          wide
        >
          {text('resetConfirm')}
        </Button>
      ) : (
        <Button kind="danger" onClick={() => setAsked(true)} wide>
          {text('reset')}
        </Button>
      )}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { Field } from '../components/Field.tsx';
import { Mark } from '../components/Mark.tsx';
import type { AppModel } from '../models/appModel.ts';
import { failureOf } from '../models/failure.ts';
import { text } from '../text.ts';
import { ResetAccount } from './ResetAccount.tsx';

export interface UnlockViewProps {
  readonly app: AppModel;
}

export function UnlockView({ app }: UnlockViewProps) {
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function unlock(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await app.unlock(password);
    } catch (cause) {
      setError(failureOf(cause).sentence);
      setBusy(false);
    }
  }

  return (
    <main class="page">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <Mark />
        <h1 class="card__title">{text('unlockTitle')}</h1>
        <Field
          autoComplete="current-password"
          autoFocus
          error={error}
          label={text('password')}
          maxLength={256}
          onInput={setPassword}
          type="password"
          value={password}
        />
        <Button busy={isBusy} disabled={password === ''} kind="primary" type="submit" wide>
          {text('unlock')}
        </Button>
        <ResetAccount app={app} isPlain label={text('unlockForgotten')} />
      </form>
    </main>
  );
}

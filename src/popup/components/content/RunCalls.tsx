import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { failureOf } from '../../models/failure.ts';
import { WalletsContext } from '../../models/walletsModel.ts';
import { text } from '../../text.ts';
import { Button } from '../Button.tsx';
import { FailureNote } from '../FailureNote.tsx';
import { useKeptFocus } from '../useKeptFocus.ts';
import { WalletChoice } from '../WalletChoice.tsx';

/** How often open pages are looked through while the list is shown. */
const lookEveryMs = 1_500;

type Step = 'closed' | 'choosing' | 'waiting' | 'done';

/** Below what a message asks for: hands it to a wallet of an open page, which shows it once more before anything happens. */
export function RunCalls({ messageId }: { readonly messageId: string }) {
  const model = useContext(WalletsContext);
  const [step, setStep] = useState<Step>('closed');
  const [failure, setFailure] = useState<string>();
  const frame = useRef<HTMLDivElement>(null);
  useKeptFocus(frame);
  const isChoosing = step === 'choosing';

  useEffect(() => {
    if (!isChoosing || model === undefined) return undefined;
    void model.find();
    const timer = setInterval(() => void model.find(), lookEveryMs);
    return () => clearInterval(timer);
  }, [isChoosing, model]);

  if (model === undefined) return null;

  async function run(walletId: string): Promise<void> {
    setStep('waiting');
    setFailure(undefined);
    try {
      await model?.run(messageId, walletId);
      setStep('done');
    } catch (error) {
      setFailure(failureOf(error).sentence);
      setStep('choosing');
    }
  }

  const wallets = model.wallets.value ?? [];
  return (
    <div class="run-calls" ref={frame} tabIndex={-1}>
      {step === 'closed' && (
        <Button onClick={() => setStep('choosing')} wide>
          {text('callsRun')}
        </Button>
      )}
      {isChoosing && (
        <>
          <p>{text('callsChoose')}</p>
          <FailureNote sentence={failure} />
          <div aria-live="polite" class="wallets">
            {wallets.length === 0 ? (
              <p class="field__hint">{text('callsNoWallet')}</p>
            ) : (
              wallets.map((wallet) => (
                <WalletChoice
                  disabled={false}
                  key={wallet.walletId}
                  onChoose={() => void run(wallet.walletId)}
                  wallet={wallet}
                />
              ))
            )}
          </div>
          <Button kind="plain" onClick={() => setStep('closed')}>
            {text('cancel')}
          </Button>
        </>
      )}
      <p role="status">{step === 'waiting' ? text('callsWaiting') : step === 'done' && text('callsDone')}</p>
    </div>
  );
}

import { useEffect } from 'preact/hooks';
import { Avatar } from '../components/Avatar.tsx';
import { Button } from '../components/Button.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { WalletChoice } from '../components/WalletChoice.tsx';
import type { OnboardingModel } from '../models/onboardingModel.ts';
import { text } from '../text.ts';

/** How often open pages are looked through while the list is shown. */
const lookEveryMs = 1_500;

/** Which wallet of which open page. */
export function WalletList({ model }: { readonly model: OnboardingModel }) {
  useEffect(() => {
    void model.findWallets();
    const timer = setInterval(() => void model.findWallets(), lookEveryMs);
    return () => clearInterval(timer);
  }, [model]);
  const wallets = model.wallets.value;
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('walletTitle')}
      </h1>
      <p class="card__lead">{text('walletLead')}</p>
      <FailureNote sentence={model.failure.value?.sentence} />
      <div aria-live="polite" class="wallets">
        {wallets.length === 0 ? (
          <p class="field__hint">{text('walletNone')}</p>
        ) : (
          wallets.map((wallet) => (
            <WalletChoice
              disabled={model.isBusy.value}
              key={wallet.walletId}
              onChoose={() => void model.connectWallet(wallet)}
              wallet={wallet}
            />
          ))
        )}
      </div>
      {model.isBusy.value && <p role="status">{text('walletWaiting')}</p>}
      <Button kind="plain" onClick={() => model.go({ name: 'welcome' })}>
        {text('back')}
      </Button>
    </>
  );
}

/** Whether the account that the page named is the person's own: the page could have named any. */
export function WalletAccount(props: {
  readonly model: OnboardingModel;
  readonly walletId: string;
  readonly walletName: string;
  readonly address: string;
}) {
  const { model, walletId, walletName, address } = props;
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('walletAccountTitle')}
      </h1>
      <p class="card__lead">{text('walletAccountLead', walletName)}</p>
      <div class="settings__row">
        <Avatar id={address} />
        <span class="address">{address}</span>
      </div>
      <div class="card__actions">
        <Button
          kind="primary"
          onClick={() =>
            model.go({ name: 'password', secret: { kind: 'wallet', walletId, address }, address })
          }
          wide
        >
          {text('walletAccountMine')}
        </Button>
        <Button kind="plain" onClick={() => model.go({ name: 'wallets' })}>
          {text('walletAccountOther')}
        </Button>
      </div>
    </>
  );
}

/** The very text that the wallet is going to show. */
export function WalletText({ model, shown }: { readonly model: OnboardingModel; readonly shown: string }) {
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('walletSignTitle')}
      </h1>
      <p class="card__lead">{text('walletSignLead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre class="sign-text" tabIndex={0}>
        {shown}
      </pre>
      <div class="card__actions">
        <Button kind="primary" onClick={() => void model.confirmText(true)} wide>
          {text('walletSign')}
        </Button>
        <Button kind="plain" onClick={() => void model.confirmText(false)}>
          {text('cancel')}
        </Button>
      </div>
    </>
  );
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { minPasswordLength } from '../../bridge/channels/vaultChannels.ts';
import type { NetworkChoice } from '../../bridge/network.ts';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { Field } from '../components/Field.tsx';
import { Mark } from '../components/Mark.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { Segments } from '../components/Segments.tsx';
import type { OnboardingModel, OnboardingStep } from '../models/onboardingModel.ts';
import { text } from '../text.ts';
import { Confirm, Import, Phrase } from './PhraseSteps.tsx';
import { WalletAccount, WalletList, WalletText } from './WalletSteps.tsx';

export interface OnboardingViewProps {
  readonly model: OnboardingModel;
  readonly onOpenInbox: () => void;
}

export function OnboardingView({ model, onOpenInbox }: OnboardingViewProps) {
  const step = model.step.value;
  const card = useRef<HTMLDivElement>(null);
  const shownStep = useRef(step.name);
  // The button that led here is gone with its step. A field that takes the focus by itself goes first.
  useEffect(() => {
    const isNext = shownStep.current !== step.name;
    shownStep.current = step.name;
    if (isNext && document.activeElement === document.body) card.current?.querySelector('h1')?.focus();
  }, [step.name]);
  return (
    <main class="page">
      <div class="card" ref={card}>
        <Mark />
        <Step model={model} onOpenInbox={onOpenInbox} step={step} />
      </div>
    </main>
  );
}

function Step({ model, step, onOpenInbox }: OnboardingViewProps & { readonly step: OnboardingStep }) {
  switch (step.name) {
    case 'welcome':
      return <Welcome model={model} />;
    case 'phrase':
      return <Phrase model={model} phrase={step.phrase} />;
    case 'confirm':
      return <Confirm asked={step.asked} model={model} phrase={step.phrase} />;
    case 'import':
      return <Import model={model} />;
    case 'wallets':
      return <WalletList model={model} />;
    case 'walletAccount':
      return <WalletAccount model={model} {...step} />;
    case 'password':
      if (model.walletText.value !== undefined) {
        return <WalletText model={model} shown={model.walletText.value} />;
      }
      return <Password address={step.address} model={model} />;
    case 'done':
      return <Done address={step.address} onOpenInbox={onOpenInbox} />;
  }
}

function Welcome({ model }: { readonly model: OnboardingModel }) {
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('welcomeTitle')}
      </h1>
      <p class="card__lead">{text('welcomeLead')}</p>
      <FailureNote sentence={model.failure.value?.sentence} />
      <div class="card__actions">
        <button
          class="choice"
          disabled={model.isBusy.value}
          onClick={() => void model.startCreate()}
          type="button"
        >
          <span class="choice__title">{text('welcomeCreate')}</span>
          <span class="choice__detail">{text('welcomeCreateDetail')}</span>
        </button>
        <button class="choice" onClick={() => model.go({ name: 'import' })} type="button">
          <span class="choice__title">{text('welcomeImport')}</span>
          <span class="choice__detail">{text('welcomeImportDetail')}</span>
        </button>
        <button class="choice" onClick={() => model.go({ name: 'wallets' })} type="button">
          <span class="choice__title">{text('welcomeWallet')}</span>
          <span class="choice__detail">{text('welcomeWalletDetail')}</span>
        </button>
      </div>
    </>
  );
}

type NetworkName = NetworkChoice['name'];

function Password({ model, address }: { readonly model: OnboardingModel; readonly address: string }) {
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [name, setName] = useState<NetworkName>('production');
  const [url, setUrl] = useState('');
  const isShort = password !== '' && password.length < minPasswordLength;
  const isDifferent = repeated !== '' && repeated !== password;
  const isReady =
    password.length >= minPasswordLength && repeated === password && (name !== 'custom' || url !== '');
  return (
    <form
      class="card__actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void model.create(password, name === 'custom' ? { name, url: url.trim() } : { name });
      }}
    >
      <h1 class="card__title" tabIndex={-1}>
        {text('passwordTitle')}
      </h1>
      <p class="card__lead">{text('passwordLead')}</p>
      <p class="address">{address}</p>
      <Field
        autoComplete="new-password"
        autoFocus
        error={isShort ? text('errorWeakPassword') : undefined}
        label={text('password')}
        maxLength={256}
        onInput={setPassword}
        type="password"
        value={password}
      />
      <Field
        autoComplete="new-password"
        error={isDifferent ? text('passwordDifferent') : undefined}
        label={text('passwordRepeat')}
        maxLength={256}
        onInput={setRepeated}
        type="password"
        value={repeated}
      />
      <Segments
        legend={text('network')}
        onChange={setName}
        options={(['production', 'dev', 'local', 'custom'] as const).map((value) => ({
          value,
          label: text(`network_${value}`),
        }))}
        value={name}
      />
      {name === 'custom' && (
        <Field
          hint={text('networkUrlHint')}
          label={text('networkUrl')}
          maxLength={512}
          mono
          onInput={setUrl}
          value={url}
        />
      )}
      <FailureNote sentence={model.failure.value?.sentence} />
      <Button busy={model.isBusy.value} disabled={!isReady} kind="primary" type="submit" wide>
        {text(model.isBusy.value ? 'passwordWorking' : 'passwordCreate')}
      </Button>
      <Button disabled={model.isBusy.value} kind="plain" onClick={() => model.go({ name: 'welcome' })}>
        {text('back')}
      </Button>
    </form>
  );
}

interface DoneProps {
  readonly address: string;
  readonly onOpenInbox: () => void;
}

function Done({ address, onOpenInbox }: DoneProps) {
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('doneTitle')}
      </h1>
      <p class="card__lead">{text('doneLead')}</p>
      <QrCode content={address} label={text('addressQr')} />
      <CopyableAddress address={address} />
      <Button kind="primary" onClick={onOpenInbox} wide>
        {text('doneOpen')}
      </Button>
    </>
  );
}

import { useState } from 'preact/hooks';
import { minPasswordLength } from '../../bridge/channels/vaultChannels.ts';
import type { NetworkChoice } from '../../bridge/network.ts';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { Field } from '../components/Field.tsx';
import { Mark } from '../components/Mark.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { Segments } from '../components/Segments.tsx';
import type { OnboardingModel, OnboardingStep } from '../models/onboardingModel.ts';
import { text } from '../text.ts';
import { WalletAccount, WalletList, WalletText } from './WalletSteps.tsx';

export interface OnboardingViewProps {
  readonly model: OnboardingModel;
  readonly onOpenInbox: () => void;
}

export function OnboardingView({ model, onOpenInbox }: OnboardingViewProps) {
  const step = model.step.value;
  return (
    <main class="page">
      <div class="card">
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

function FailureNote({ model }: { readonly model: OnboardingModel }) {
  const failure = model.failure.value;
  if (!failure) return null;
  return (
    <p class="notice notice--error" role="alert">
      {failure.sentence}
    </p>
  );
}

function Welcome({ model }: { readonly model: OnboardingModel }) {
  return (
    <>
      <h1 class="card__title">{text('welcomeTitle')}</h1>
      <p class="card__lead">{text('welcomeLead')}</p>
      <FailureNote model={model} />
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

function Phrase({ model, phrase }: { readonly model: OnboardingModel; readonly phrase: string }) {
  return (
    <>
      <h1 class="card__title">{text('phraseTitle')}</h1>
      <p class="card__lead">{text('phraseLead')}</p>
      <ol aria-label={text('phraseTitle')} class="phrase">
        {phrase.split(' ').map((word, index) => (
          <li class="phrase__word" key={index}>
            <span aria-hidden="true" class="phrase__number">
              {index + 1}
            </span>
            <span data-word={index}>{word}</span>
          </li>
        ))}
      </ol>
      <div class="card__actions">
        <Button kind="primary" onClick={() => model.askWords(phrase)} wide>
          {text('phraseWritten')}
        </Button>
        <Button kind="plain" onClick={() => model.go({ name: 'welcome' })}>
          {text('back')}
        </Button>
      </div>
    </>
  );
}

interface ConfirmProps {
  readonly model: OnboardingModel;
  readonly phrase: string;
  readonly asked: readonly number[];
}

function Confirm({ model, phrase, asked }: ConfirmProps) {
  const [answers, setAnswers] = useState<ReadonlyMap<number, string>>(new Map());
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="card__actions"
      onSubmit={(event) => {
        event.preventDefault();
        void model.confirmWords(answers).then((isRight) => setWrong(!isRight));
      }}
    >
      <h1 class="card__title">{text('confirmTitle')}</h1>
      <p class="card__lead">{text('confirmLead')}</p>
      {asked.map((position, index) => (
        <Field
          autoFocus={index === 0}
          key={position}
          label={text('confirmWord', position + 1)}
          maxLength={16}
          mono
          onInput={(value) => setAnswers(new Map(answers).set(position, value))}
          value={answers.get(position) ?? ''}
        />
      ))}
      {isWrong && (
        <p class="field__error" role="alert">
          {text('confirmWrong')}
        </p>
      )}
      <FailureNote model={model} />
      <Button busy={model.isBusy.value} kind="primary" type="submit" wide>
        {text('next')}
      </Button>
      <Button kind="plain" onClick={() => model.go({ name: 'phrase', phrase })}>
        {text('confirmShowAgain')}
      </Button>
    </form>
  );
}

function Import({ model }: { readonly model: OnboardingModel }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      class="card__actions"
      onSubmit={(event) => {
        event.preventDefault();
        void model.importSecret(typed);
      }}
    >
      <h1 class="card__title">{text('importTitle')}</h1>
      <p class="card__lead">{text('importLead')}</p>
      <Field
        autoFocus
        error={model.failure.value?.sentence}
        label={text('importLabel')}
        maxLength={400}
        mono
        onInput={setTyped}
        rows={3}
        value={typed}
      />
      <Button busy={model.isBusy.value} disabled={typed.trim() === ''} kind="primary" type="submit" wide>
        {text('next')}
      </Button>
      <Button kind="plain" onClick={() => model.go({ name: 'welcome' })}>
        {text('back')}
      </Button>
    </form>
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
      <h1 class="card__title">{text('passwordTitle')}</h1>
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
      <FailureNote model={model} />
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
      <h1 class="card__title">{text('doneTitle')}</h1>
      <p class="card__lead">{text('doneLead')}</p>
      <QrCode content={address} label={text('addressQr')} />
      <CopyableAddress address={address} />
      <Button kind="primary" onClick={onOpenInbox} wide>
        {text('doneOpen')}
      </Button>
    </>
  );
}

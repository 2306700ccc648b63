import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { Field } from '../components/Field.tsx';
import type { OnboardingModel } from '../models/onboardingModel.ts';
import { text } from '../text.ts';

export function Phrase({ model, phrase }: { readonly model: OnboardingModel; readonly phrase: string }) {
  return (
    <>
      <h1 class="card__title" tabIndex={-1}>
        {text('phraseTitle')}
      </h1>
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

export function Confirm({ model, phrase, asked }: ConfirmProps) {
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
      <h1 class="card__title" tabIndex={-1}>
        {text('confirmTitle')}
      </h1>
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
      <FailureNote sentence={model.failure.value?.sentence} />
      <Button busy={model.isBusy.value} kind="primary" type="submit" wide>
        {text('next')}
      </Button>
      <Button kind="plain" onClick={() => model.go({ name: 'phrase', phrase })}>
        {text('confirmShowAgain')}
      </Button>
    </form>
  );
}

export function Import({ model }: { readonly model: OnboardingModel }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      class="card__actions"
      onSubmit={(event) => {
        event.preventDefault();
        void model.importSecret(typed);
      }}
    >
      <h1 class="card__title" tabIndex={-1}>
        {text('importTitle')}
      </h1>
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

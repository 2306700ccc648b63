import { type ReadonlySignal, signal } from '@preact/signals';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { NetworkChoice } from '../../bridge/network.ts';
import type { WalletView } from '../../bridge/walletView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

type Secret = InputOf<'vault.create'>['secret'];

/** Secrets live in this model only while the page is open; nothing of it is ever stored by the page. */
export type OnboardingStep =
  | { readonly name: 'welcome' }
  | { readonly name: 'phrase'; readonly phrase: string }
  | { readonly name: 'confirm'; readonly phrase: string; readonly asked: readonly number[] }
  | { readonly name: 'import' }
  | { readonly name: 'wallets' }
  | {
      readonly name: 'walletAccount';
      readonly walletId: string;
      readonly walletName: string;
      readonly address: string;
    }
  | { readonly name: 'password'; readonly secret: Secret; readonly address: string }
  | { readonly name: 'done'; readonly address: string };

export interface OnboardingModel {
  readonly step: ReadonlySignal<OnboardingStep>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Found in open pages. */
  readonly wallets: ReadonlySignal<readonly WalletView[]>;
  /** What the wallet is about to be asked to sign, until the person has had the word. */
  readonly walletText: ReadonlySignal<string | undefined>;
  go(step: OnboardingStep): void;
  startCreate(): Promise<void>;
  askWords(phrase: string): void;
  /** `answers` by position of the phrase; false when a word is wrong. */
  confirmWords(answers: ReadonlyMap<number, string>): Promise<boolean>;
  importSecret(typed: string): Promise<void>;
  findWallets(): Promise<void>;
  connectWallet(wallet: WalletView): Promise<void>;
  confirmText(isConfirmed: boolean): Promise<void>;
  create(password: string, network: NetworkChoice): Promise<void>;
}

/** How many words of the phrase a person is asked to repeat. */
const askedWords = 3;

/** Longest text that a channel takes as a key. */
const longestKey = 66;

/** A single word can only be meant as a key, several as a phrase: the worker has the last word. */
function secretOf(typed: string): Secret {
  const trimmed = typed.trim();
  return trimmed.length <= longestKey && !/\s/u.test(trimmed)
    ? { kind: 'privateKey', privateKey: trimmed }
    : { kind: 'phrase', phrase: trimmed.toLowerCase().split(/\s+/u).join(' ') };
}

/** `count` different positions below `length`, ascending. */
function pickPositions(length: number, count: number): readonly number[] {
  const positions = Array.from({ length }, (_, index) => index);
  const random = crypto.getRandomValues(new Uint32Array(count));
  return Array.from(random, (value) => positions.splice(value % positions.length, 1)[0] ?? 0).sort(
    (a, b) => a - b,
  );
}

export function createOnboardingModel(port: BackgroundPort): OnboardingModel {
  const step = signal<OnboardingStep>({ name: 'welcome' });
  const isBusy = signal(false);
  const failure = signal<Failure>();
  const wallets = signal<readonly WalletView[]>([]);
  const walletText = signal<string>();
  let isFinding = false;

  port.onEvent((event) => {
    if (event.kind === 'walletText') walletText.value = event.text;
  });

  /** Runs one request at a time; a failure is shown and the step stays. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    failure.value = undefined;
    try {
      await work();
    } catch (error) {
      failure.value = failureOf(error);
    } finally {
      isBusy.value = false;
    }
  }

  function go(next: OnboardingStep): void {
    failure.value = undefined;
    step.value = next;
  }

  return {
    step,
    isBusy,
    failure,
    wallets,
    walletText,
    go,
    startCreate: () =>
      attempt(async () => {
        const { phrase } = await port.request('vault.generatePhrase', {});
        go({ name: 'phrase', phrase });
      }),
    askWords(phrase) {
      go({ name: 'confirm', phrase, asked: pickPositions(phrase.split(' ').length, askedWords) });
    },
    async confirmWords(answers) {
      const current = step.value;
      if (current.name !== 'confirm') return false;
      const words = current.phrase.split(' ');
      const isRight = current.asked.every(
        (position) => answers.get(position)?.trim().toLowerCase() === words[position],
      );
      if (!isRight) return false;
      await attempt(async () => {
        const secret: Secret = { kind: 'phrase', phrase: current.phrase };
        const { address } = await port.request('vault.inspectSecret', { secret });
        go({ name: 'password', secret, address });
      });
      return true;
    },
    importSecret: (typed) =>
      attempt(async () => {
        const secret = secretOf(typed);
        const { address } = await port.request('vault.inspectSecret', { secret });
        go({ name: 'password', secret, address });
      }),
    create: (password, network) =>
      attempt(async () => {
        const current = step.value;
        if (current.name !== 'password') return;
        try {
          await port.request('vault.create', { secret: current.secret, password, network });
        } finally {
          walletText.value = undefined;
        }
        go({ name: 'done', address: current.address });
      }),
    async findWallets() {
      if (isFinding || isBusy.value) return;
      isFinding = true;
      try {
        wallets.value = (await port.request('wallet.find', {})).wallets;
      } catch {
        // It is asked again in a moment.
      } finally {
        isFinding = false;
      }
    },
    connectWallet: ({ walletId, name }) =>
      attempt(async () => {
        const { address } = await port.request('wallet.connect', { walletId });
        go({ name: 'walletAccount', walletId, walletName: name, address });
      }),
    async confirmText(isConfirmed) {
      walletText.value = undefined;
      try {
        await port.request('wallet.confirmText', { isConfirmed });
      } catch (error) {
        failure.value = failureOf(error);
      }
    },
  };
}

import { expect, test, vi } from 'vitest';
import { defaultSettings } from '../../bridge/settings.ts';
import { RequestError } from '../adapter/backgroundPort.ts';
import { createOnboardingModel } from './onboardingModel.ts';
import { unsafePort } from './unsafePort.ts';

vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });

const address = `0x${'12'.repeat(20)}`;
const words = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const phrase = words.join(' ');
const local = { name: 'local' } as const;

function setUp() {
  const port = unsafePort({
    'vault.inspectSecret': ({ secret }) => {
      if (secret.kind === 'phrase' && secret.phrase === phrase) return { address };
      throw new RequestError({
        code: 'Wallet.InvalidPhrase',
        shortMessage: '',
        retryable: false,
        details: {},
      });
    },
    'vault.create': ({ password }) => {
      if (password === 'long enough') {
        return { phase: 'opening', connection: { kind: 'connecting' }, settings: defaultSettings };
      }
      throw new RequestError({ code: 'Vault.WeakPassword', shortMessage: '', retryable: false, details: {} });
    },
  });
  return { port, model: createOnboardingModel(port) };
}

test('three words of the phrase are asked for, and each has to be right', async () => {
  const { model, port } = setUp();
  model.askWords(phrase);
  const step = model.step.value;
  if (step.name !== 'confirm') throw new Error(step.name);
  expect(new Set(step.asked).size).toBe(3);
  expect([...step.asked].sort((a, b) => a - b)).toEqual(step.asked);
  expect(step.asked.every((at) => at >= 0 && at < words.length)).toBe(true);

  const right = new Map(step.asked.map((at) => [at, ` ${words[at]?.toUpperCase()} `]));
  const [first = 0] = step.asked;
  expect(await model.confirmWords(new Map(right).set(first, 'wrong'))).toBe(false);
  right.delete(first);
  expect(await model.confirmWords(right)).toBe(false);
  expect(port.asked).toEqual([]);
  expect(await model.confirmWords(right.set(first, words[first] ?? ''))).toBe(true);
  expect(model.step.value).toEqual({ name: 'password', secret: { kind: 'phrase', phrase }, address });
});

test('what is imported is a phrase where there are several words, and a key else', async () => {
  const { model, port } = setUp();
  await model.importSecret(`  ${phrase.toUpperCase().replace(' ', '\n ')} `);
  expect(model.step.value.name).toBe('password');
  model.go({ name: 'import' });
  await model.importSecret(' 0xAbc ');
  expect(port.asked.at(-1)?.input).toEqual({ secret: { kind: 'privateKey', privateKey: '0xAbc' } });
  expect(model.step.value.name).toBe('import');
  expect(model.failure.value?.code).toBe('Wallet.InvalidPhrase');
  model.go({ name: 'welcome' });
  expect(model.failure.value).toBeUndefined();
});

test('a failure leaves the step as it is; what is done keeps no secret', async () => {
  const { model } = setUp();
  await model.importSecret(phrase);
  const creating = model.create('short', local);
  expect(model.isBusy.value).toBe(true);
  await creating;
  expect(model.isBusy.value).toBe(false);
  expect(model.failure.value?.sentence).toBe('errorWeakPassword');
  expect(model.step.value.name).toBe('password');
  await model.create('long enough', local);
  expect(model.step.value).toEqual({ name: 'done', address });
  expect(model.failure.value).toBeUndefined();
});

test('what a wallet is to sign waits for the word of the person', async () => {
  const { model, port } = setUp();
  port.say({ kind: 'walletText', text: 'XMTP : Authenticate to inbox' });
  expect(model.walletText.value).toBe('XMTP : Authenticate to inbox');
  await model.confirmText(false);
  expect(model.walletText.value).toBeUndefined();
  expect(port.asked).toEqual([{ channel: 'wallet.confirmText', input: { isConfirmed: false } }]);
});

test('wallets are looked for once at a time, and not while one is asked', async () => {
  const wallet = { walletId: 'w', name: 'Wallet', rdns: 'example.wallet', origin: 'https://shop.example' };
  const { model, port } = setUp();
  expect(model.isBusy.value).toBe(false);
  expect(await model.confirmWords(new Map())).toBe(false);
  const finds = () => port.asked.filter(({ channel }) => channel === 'wallet.find').length;
  await Promise.all([model.findWallets(), model.findWallets()]);
  expect(finds()).toBe(1);
  const connecting = model.connectWallet(wallet);
  await model.findWallets();
  expect(finds()).toBe(1);
  await connecting;
  await model.findWallets();
  expect(finds()).toBe(2);
});

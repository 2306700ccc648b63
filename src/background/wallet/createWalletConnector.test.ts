import { expect, test, vi } from 'vitest';
import type { WalletAnswer, WalletCall, WalletCallMessage } from '../../bridge/page/walletCalls.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';
import { webRandom } from '../../core/crypto/random.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { createWalletConnector } from './createWalletConnector.ts';

const ownId = 'o'.repeat(32);
const address = `0x${'ab'.repeat(20)}`;
const wallet = { uuid: 'u-1', name: 'A Wallet', rdns: 'example.wallet' };

const methodOf = (call: WalletCall): string => (call.name === 'request' ? call.method : call.name);

type Answers = (call: WalletCall) => WalletAnswer | undefined;

const honest: Answers = (call) => {
  if (call.name === 'discover') return { ok: true, wallets: [wallet] };
  if (call.method === 'eth_requestAccounts') {
    return { ok: true, result: [address.toUpperCase().replace('0X', '0x')] };
  }
  return { ok: true, result: `0x${'01'.repeat(64)}00` };
};

/** Open tabs with what their pages answer; a tab without an answer hangs. */
function setUp(tabs: ReadonlyMap<number, Answers | undefined>, options: { onboarding?: boolean } = {}) {
  const calls: WalletCall[] = [];
  const shown: string[] = [];
  const closers = new Map<number, () => void>();
  const offer = (tabId: number, answers: Answers) => {
    let hear: (message: unknown) => void = () => undefined;
    let end: () => void = () => undefined;
    let isEnded = false;
    connector.accept({
      name: 'wallet',
      sender: {
        id: ownId,
        origin: 'https://dapp.example',
        frameId: 0,
        documentId: `D${tabId}`,
        documentLifecycle: 'active',
        tab: { id: tabId },
      },
      postMessage(message) {
        const { id, call } = message as WalletCallMessage;
        calls.push(call);
        const answer = answers(call);
        if (answer !== undefined) queueMicrotask(() => hear({ kind: 'walletAnswer', id, answer }));
      },
      disconnect: () => {
        isEnded = true;
      },
      onMessage: {
        addListener: (listener) => {
          hear = listener;
        },
      },
      onDisconnect: {
        addListener: (listener) => {
          end = listener;
        },
      },
    });
    closers.set(tabId, () => end());
    return () => isEnded;
  };
  const connector = createWalletConnector({
    ownId,
    tabs: {
      ids: async () => [...tabs.keys()],
      async tell(tabId) {
        const answers = tabs.get(tabId);
        if (answers === undefined) await new Promise(() => undefined);
        else offer(tabId, answers);
      },
    },
    showText(text) {
      shown.push(text);
      return options.onboarding ?? true;
    },
    random: webRandom,
    logger,
  });
  return { connector, calls, shown, offer, closers };
}

async function foundId(connector: ReturnType<typeof setUp>['connector']): Promise<string> {
  const [found] = await connector.find();
  if (found === undefined) throw new Error('no wallet was found');
  return found.walletId;
}

test('a wallet is found beside a tab that hangs; it is the same one each time', async () => {
  const { connector } = setUp(
    new Map([
      [1, undefined],
      [2, honest],
    ]),
  );
  const wallets = await connector.find();
  expect(wallets).toMatchObject([
    { name: 'A Wallet', rdns: 'example.wallet', origin: 'https://dapp.example' },
  ]);
  expect(await connector.find()).toEqual(wallets);
});

test('a page that was not asked cannot offer itself', async () => {
  const { connector, offer } = setUp(new Map());
  expect(offer(3, honest)()).toBe(true);
  expect(await connector.find()).toEqual([]);
});

test.each([
  ['no list', { ok: true, wallets: 'many' }],
  ['a name that turns text around', { ok: true, wallets: [{ ...wallet, name: 'a\u202eb' }] }],
  ['a name without end', { ok: true, wallets: [{ ...wallet, name: 'x'.repeat(81) }] }],
  ['no uuid', { ok: true, wallets: [{ ...wallet, uuid: 7 }] }],
  ['a failure', { ok: false, code: -32603 }],
])('a page that answers with %s has no wallet', async (_, answer) => {
  const { connector } = setUp(new Map([[1, () => answer as WalletAnswer]]));
  expect(await connector.find()).toEqual([]);
});

test('an icon that is not safe to show is left out, its wallet is not; there is an end to wallets', async () => {
  const many = Array.from({ length: 30 }, (__, n) => ({
    ...wallet,
    uuid: `u-${n}`,
    icon: n === 0 ? 'https://tracker.example/icon.png' : 'data:image/png;base64,iVBORw0KGgo=',
  }));
  const { connector } = setUp(new Map([[1, () => ({ ok: true, wallets: many }) as WalletAnswer]]));
  const wallets = await connector.find();
  expect(wallets).toHaveLength(20);
  expect([wallets[0]?.icon, wallets[1]?.icon]).toEqual([undefined, 'data:image/png;base64,iVBORw0KGgo=']);
});

test('it is asked for its account, and to sign the text that was confirmed: nothing else, and once', async () => {
  const { connector, calls, shown } = setUp(new Map([[1, honest]]));
  const walletId = await foundId(connector);
  expect(await connector.connect(walletId)).toBe(address);
  const signing = connector.signer(walletId, address).signText('Please sign');
  await vi.waitFor(() => expect(shown).toEqual(['Please sign']));
  expect(calls.map(methodOf)).toEqual(['discover', 'eth_requestAccounts']);
  connector.confirmText(true);
  // The parity that some wallets give becomes the v that the network knows.
  expect(bytesToHex(await signing)).toBe(`${'01'.repeat(64)}1b`);
  expect(calls.at(-1)).toEqual({
    name: 'request',
    uuid: 'u-1',
    method: 'personal_sign',
    params: ['0x506c65617365207369676e', address],
  });
  expect(calls.filter((call) => methodOf(call) === 'personal_sign')).toHaveLength(1);
});

test('a text that nobody confirms is not signed', async () => {
  for (const refuse of [
    (connector: ReturnType<typeof setUp>['connector']) => connector.confirmText(false),
    (connector: ReturnType<typeof setUp>['connector']) => connector.end(),
  ]) {
    const { connector, calls, shown } = setUp(new Map([[1, honest]]));
    const signing = connector.signer(await foundId(connector), address).signText('Please sign');
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    refuse(connector);
    await expect(signing).rejects.toMatchObject({ code: 'Wallet.Declined' });
    expect(calls.some((call) => methodOf(call) === 'personal_sign')).toBe(false);
  }
  const unseen = setUp(new Map([[1, honest]]), { onboarding: false });
  await expect(
    unseen.connector.signer(await foundId(unseen.connector), address).signText('Please sign'),
  ).rejects.toMatchObject({ code: 'Wallet.Declined' });
});

test.each([
  ['declines', { ok: false, code: 4001 }, 'Wallet.Declined'],
  ['fails', { ok: false, code: -32603 }, 'Wallet.InvalidAnswer'],
  ['signs as a contract', { ok: true, result: `0x${'01'.repeat(200)}` }, 'Wallet.InvalidAnswer'],
  ['signs with a word', { ok: true, result: 'yes' }, 'Wallet.InvalidAnswer'],
  ['answers something else', { ok: true, result: [address] }, 'Wallet.InvalidAnswer'],
])('a wallet that %s', async (_, answer, code) => {
  const answers: Answers = (call) =>
    methodOf(call) === 'personal_sign' ? (answer as WalletAnswer) : honest(call);
  const { connector, shown } = setUp(new Map([[1, answers]]));
  const signing = connector.signer(await foundId(connector), address).signText('Please sign');
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  connector.confirmText(true);
  await expect(signing).rejects.toMatchObject({ code });
});

test.each([
  ['none', []],
  ['no address', ['me']],
  ['too many', Array.from({ length: 101 }, () => address)],
])('a wallet that names %s has no account', async (_, accounts) => {
  const answers: Answers = (call) =>
    methodOf(call) === 'eth_requestAccounts' ? { ok: true, result: accounts } : honest(call);
  const { connector } = setUp(new Map([[1, answers]]));
  await expect(connector.connect(await foundId(connector))).rejects.toMatchObject({
    code: 'Wallet.InvalidAnswer',
  });
});

test('a page that is closed while the wallet waits', async () => {
  const answers: Answers = (call) => (methodOf(call) === 'eth_requestAccounts' ? undefined : honest(call));
  const tabs = new Map([[1, answers]]);
  const { connector, closers } = setUp(tabs);
  const connecting = connector.connect(await foundId(connector));
  closers.get(1)?.();
  await expect(connecting).rejects.toMatchObject({ code: 'Wallet.Gone' });
  tabs.clear();
  await expect(connector.connect('00'.repeat(16))).rejects.toMatchObject({ code: 'Wallet.Gone' });
});

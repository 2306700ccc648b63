/**
 * The line to wallets that live in open pages. The worker asks tabs for wallets only while a person is at it, and asks a
 * wallet for its account, for one `personal_sign` of a text that the person has read in our own window before, and to
 * run the calls of a message that the person has read and chosen to run.
 */
import * as v from 'valibot';
import type { WalletView } from '../../bridge/walletView.ts';
import { utf8Encode } from '../../core/bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/crypto/hash.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Logger, Random, Signer } from '../../core/ports.ts';
import { provenPage } from '../page/provenPage.ts';
import type { ServedPort } from '../port/servePort.ts';
import { createWalletPage, type WalletPage } from './createWalletPage.ts';
import { sendWalletCalls, type WalletCalls } from './sendWalletCalls.ts';
import { accountsAnswerSchema, discoverAnswerSchema, signatureAnswerSchema } from './walletAnswers.ts';

export interface WalletConnector {
  /** A port of a page's relay that was told to open it. */
  accept(port: ServedPort): void;
  find(): Promise<readonly WalletView[]>;
  /** @throws Wallet.Gone, Wallet.Declined, Wallet.InvalidAnswer */
  connect(walletId: string): Promise<string>;
  /** Asks the wallet when it is asked to sign, after the person has confirmed the text. */
  signer(walletId: string, address: string): Signer;
  /**
   * Has the wallet run calls, on the chain they are for, from the account they name. What is asked and what the wallet
   * shows may differ: a page stands between.
   *
   * @returns the hash of the transaction where the wallet sent one for it: not for several calls in one
   * @throws Wallet.Gone, Wallet.Declined, Wallet.InvalidAnswer, Wallet.WrongAccount, Wallet.WrongChain
   */
  sendCalls(walletId: string, calls: WalletCalls): Promise<{ readonly hash?: string }>;
  /** The person's word on the text that is shown. @throws Wallet.Gone when none is */
  confirmText(isConfirmed: boolean): void;
  /** Nobody is at it any more: lets go of all pages. */
  end(): void;
}

export interface WalletConnectorDeps {
  readonly ownId: string;
  readonly tabs: {
    ids(): Promise<readonly number[]>;
    /** Tells the relay of a tab's top frame to open its port; a tab without one just fails. */
    tell(tabId: number): Promise<void>;
  };
  /** Shows the text in onboarding; false when no such window is open. */
  readonly showText: (text: string) => boolean;
  readonly random: Random;
  readonly logger: Logger;
}

/** Relays connect at once, or are not there. */
const connectWaitMs = 250;
/** EIP-6963 answers are synchronous; a page that is busy may be found the next time. */
const discoverMs = 1_500;
/** A person reads, thinks, looks for a hardware wallet. */
const personMs = 290_000;
const signatureBytes = 65;

export function createWalletConnector(deps: WalletConnectorDeps): WalletConnector {
  const { tabs, random, logger } = deps;
  const pages = new Map<string, WalletPage>();
  /** Which wallet of which page an id stands for: the same again after the worker has died. */
  const known = new Map<string, { readonly page: WalletPage; readonly uuid: string }>();
  let confirmation: ((isConfirmed: boolean) => void) | undefined;
  /** Calls that a wallet is asked to run now. */
  let running = 0;
  let isEndDue = false;
  /** Tabs that were asked in this moment: no other page may offer itself. */
  const told = new Set<number>();

  const letGo = () => {
    isEndDue = false;
    for (const page of [...pages.values()]) page.end();
    logger.debug('wallet.letGo');
  };

  const discover = async (page: WalletPage): Promise<readonly WalletView[]> => {
    const answer = v.safeParse(discoverAnswerSchema, await page.call({ name: 'discover' }, discoverMs));
    if (!answer.success) return [];
    return answer.output.wallets.map(({ uuid, name, rdns, icon }) => {
      const walletId = bytesToHex(sha256(utf8Encode(`${page.documentKey}\n${uuid}`))).slice(0, 32);
      known.set(walletId, { page, uuid });
      return { walletId, name, rdns, origin: page.origin, ...(icon === undefined ? {} : { icon }) };
    });
  };

  const find = async (): Promise<readonly WalletView[]> => {
    isEndDue = false;
    try {
      const open = new Set([...pages.keys()].map(tabOf));
      const ids = (await tabs.ids()).filter((id) => !open.has(id));
      // Not awaited: a tab that hangs must not keep the others from being found.
      for (const id of ids) {
        told.add(id);
        tabs.tell(id).catch(() => undefined);
      }
      if (ids.length > 0) await new Promise((resolve) => setTimeout(resolve, connectWaitMs));
    } finally {
      told.clear();
    }
    const found = await Promise.all([...pages.values()].map((page) => discover(page).catch(() => [])));
    return found.flat().slice(0, 50);
  };

  /** Looks again once: the worker may have died since the wallet was chosen. */
  const walletOf = async (walletId: string) => {
    if (!known.has(walletId)) await find();
    const wallet = known.get(walletId);
    if (wallet === undefined) throw new WalletInboxError('Wallet.Gone', 'The page of the wallet was closed.');
    return wallet;
  };

  const confirm = (text: string): Promise<boolean> => {
    confirmation?.(false);
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), personMs);
      confirmation = (isConfirmed) => {
        clearTimeout(timer);
        confirmation = undefined;
        resolve(isConfirmed);
      };
      if (!deps.showText(text)) confirmation(false);
    });
  };

  return {
    accept(port) {
      const proven = provenPage(port.sender, deps.ownId);
      // Only tabs that were asked: a page cannot offer itself.
      if (proven === undefined || !told.has(tabOf(proven.documentKey))) {
        port.disconnect();
        return;
      }
      const page = createWalletPage(port, proven, {
        random,
        onEnd() {
          if (pages.get(proven.documentKey) === page) pages.delete(proven.documentKey);
          for (const [walletId, wallet] of known) if (wallet.page === page) known.delete(walletId);
        },
      });
      pages.get(proven.documentKey)?.end();
      pages.set(proven.documentKey, page);
    },
    find,
    async connect(walletId) {
      const { page, uuid } = await walletOf(walletId);
      const answer = v.safeParse(
        accountsAnswerSchema,
        await page.call({ name: 'request', uuid, method: 'eth_requestAccounts', params: [] }, personMs),
      );
      const address = answer.success ? answer.output.result[0] : undefined;
      if (address === undefined) {
        throw new WalletInboxError('Wallet.InvalidAnswer', 'The wallet named no account.');
      }
      return address;
    },
    async sendCalls(walletId, calls) {
      running += 1;
      try {
        const { page, uuid } = await walletOf(walletId);
        return await sendWalletCalls(
          (method, params) => page.call({ name: 'request', uuid, method, params }, personMs),
          calls,
        );
      } finally {
        running -= 1;
        if (running === 0 && isEndDue) letGo();
      }
    },
    signer: (walletId, address) => ({
      address,
      async signText(text) {
        const { page, uuid } = await walletOf(walletId);
        if (!(await confirm(text))) {
          throw new WalletInboxError('Wallet.Declined', 'The text was not confirmed.');
        }
        const message = `0x${bytesToHex(utf8Encode(text))}`;
        const answer = v.safeParse(
          signatureAnswerSchema,
          await page.call(
            { name: 'request', uuid, method: 'personal_sign', params: [message, address] },
            personMs,
          ),
        );
        if (!answer.success) throw new WalletInboxError('Wallet.InvalidAnswer', 'The wallet did not sign.');
        return plainSignature(hexToBytes(answer.output.result.slice(2)));
      },
    }),
    confirmText(isConfirmed) {
      if (confirmation === undefined) {
        throw new WalletInboxError('Wallet.Gone', 'There is no text to confirm.');
      }
      confirmation(isConfirmed);
    },
    end() {
      confirmation?.(false);
      // The popup closes as soon as the wallet opens its own window: what it was asked there is not over by that.
      isEndDue = running > 0;
      if (!isEndDue) letGo();
    },
  };
}

const tabOf = (documentKey: string): number => Number(documentKey.split('/')[0]);

/** r, s, v as an account signs. Whose it is, the identity room finds out, as it does for every signer. */
function plainSignature(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== signatureBytes) {
    // ERC-1271 and ERC-6492 signatures are longer: a contract would have to be asked, and there is no chain to ask.
    throw new WalletInboxError('Wallet.InvalidAnswer', 'Contract wallets cannot sign in yet.', {
      details: { bytes: bytes.length },
    });
  }
  const signature = bytes.slice();
  const last = signature[signatureBytes - 1] ?? 0;
  // Some wallets give the parity itself.
  if (last < 27) signature[signatureBytes - 1] = last + 27;
  return signature;
}

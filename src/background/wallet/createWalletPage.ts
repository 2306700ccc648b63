/** One page that may hold wallets, over the port of its relay. */
import * as v from 'valibot';
import type { WalletCall, WalletCallMessage } from '../../bridge/page/walletCalls.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Random } from '../../core/ports.ts';
import type { ProvenPage } from '../page/provenPage.ts';
import type { ServedPort } from '../port/servePort.ts';
import { answerMessageSchema } from './walletAnswers.ts';

export interface WalletPage extends ProvenPage {
  /**
   * Asks the page's wallets. The page may answer anything: the caller checks the fields.
   *
   * @throws Wallet.Gone, Wallet.Declined, Wallet.InvalidAnswer
   */
  call(call: WalletCall, timeoutMs: number): Promise<Readonly<Record<string, unknown>>>;
  end(): void;
}

/** EIP-1193: the person said no. */
const userRejected = 4001;
const maxAnswerBytes = 1_024 * 1_024;

const gone = () => new WalletInboxError('Wallet.Gone', 'The page of the wallet was closed.');

export function createWalletPage(
  port: ServedPort,
  proven: ProvenPage,
  deps: { readonly random: Random; readonly onEnd: () => void },
): WalletPage {
  const waiting = new Map<
    string,
    {
      readonly resolve: (answer: Readonly<Record<string, unknown>>) => void;
      readonly reject: (error: Error) => void;
    }
  >();
  let isOver = false;

  const end = () => {
    if (isOver) return;
    isOver = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
    deps.onEnd();
  };
  port.onDisconnect.addListener(end);
  port.onMessage.addListener((raw) => {
    if ((JSON.stringify(raw) ?? '').length > maxAnswerBytes) return;
    const message = v.safeParse(answerMessageSchema, raw);
    if (!message.success) return;
    const { id, answer } = message.output;
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (answer.ok) waiter?.resolve(answer);
    else if (answer.code === userRejected) {
      waiter?.reject(new WalletInboxError('Wallet.Declined', 'The wallet was told no.'));
    } else {
      const details = { code: answer.code };
      waiter?.reject(new WalletInboxError('Wallet.InvalidAnswer', 'The wallet failed.', { details }));
    }
  });

  return {
    ...proven,
    async call(call, timeoutMs) {
      if (isOver) throw gone();
      const id = bytesToHex(deps.random.bytes(16));
      let timer: ReturnType<typeof setTimeout> | undefined;
      const answer = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        timer = setTimeout(
          () => reject(new WalletInboxError('Wallet.Gone', 'The wallet did not answer.')),
          timeoutMs,
        );
      });
      try {
        const message: WalletCallMessage = { kind: 'walletCall', id, call };
        port.postMessage(message);
        return await answer;
      } catch (error) {
        throw error instanceof WalletInboxError ? error : gone();
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    end() {
      port.disconnect();
      end();
    },
  };
}

import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import type { WalletView } from '../../bridge/walletView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';

/** The wallets of open pages, for a message that asks for calls. */
export interface WalletsModel {
  /** Undefined until they were looked for. */
  readonly wallets: ReadonlySignal<readonly WalletView[] | undefined>;
  find(): Promise<void>;
  /** Resolves when the wallet has done it; what it sent is told in the conversation. */
  run(messageId: string, walletId: string): Promise<void>;
}

export const WalletsContext = createContext<WalletsModel | undefined>(undefined);

export function createWalletsModel(port: BackgroundPort): WalletsModel {
  const wallets = signal<readonly WalletView[]>();
  return {
    wallets,
    async find() {
      try {
        wallets.value = (await port.request('wallet.find', {})).wallets;
      } catch {
        // The next look comes in a moment.
      }
    },
    async run(messageId, walletId) {
      await port.request('wallet.runCalls', { messageId, walletId });
    },
  };
}

/**
 * Asking a wallet that lives in a page (EIP-6963). Worker -> relay -> page script -> wallet, and back. It happens only while
 * a person is at it, in onboarding or at a message that asks for calls. The page in between is hostile: the worker
 * believes nothing but a signature that recovers to the address which the person has confirmed, and calls are what
 * the wallet shows, not what was asked of it.
 */

/** What the worker says to a tab's relay (`tabs.sendMessage`, top frame) to make it open a wallet port. */
export const openWalletPort = 'openWalletPort';

/** Name of that port. */
export const walletPortName = 'wallet';

/** Every method that the worker asks a wallet for: never a signature of typed data, never a grant of rights. */
export type WalletMethod =
  | 'eth_requestAccounts'
  | 'personal_sign'
  | 'eth_chainId'
  | 'wallet_switchEthereumChain'
  | 'eth_sendTransaction'
  /** EIP-5792 */
  | 'wallet_sendCalls';

export type WalletCall =
  /** Announces anew; answers after a moment with what announced itself. */
  | { readonly name: 'discover' }
  /** One EIP-1193 request. */
  | {
      readonly name: 'request';
      readonly uuid: string;
      readonly method: WalletMethod;
      readonly params: readonly unknown[];
    };

/** An EIP-6963 announcement, as claimed by the page. */
export interface AnnouncedWallet {
  readonly uuid: string;
  readonly name: string;
  readonly rdns: string;
  /** A data URI; anything else is dropped. */
  readonly icon?: string;
}

export type WalletAnswer =
  | { readonly ok: true; readonly wallets: readonly AnnouncedWallet[] }
  | { readonly ok: true; readonly result: unknown }
  /** `code` as the wallet gave it: 4001 when the person declined there; -32603 when it gave none. */
  | { readonly ok: false; readonly code: number };

/** Worker to relay, on the wallet port, and relay to page (with `channel` and `to: 'page'`). */
export interface WalletCallMessage {
  readonly kind: 'walletCall';
  readonly id: string;
  readonly call: WalletCall;
}

/** Page to relay (with `channel` and `to: 'relay'`), and relay to worker. */
export interface WalletAnswerMessage {
  readonly kind: 'walletAnswer';
  readonly id: string;
  readonly answer: WalletAnswer;
}

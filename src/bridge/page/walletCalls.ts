/**
 * Signing in with a wallet that lives in a page (EIP-6963). Worker -> relay -> page script -> wallet, and back. It happens
 * only while a person is at it in onboarding; the page in between is hostile, so the worker believes nothing but a
 * signature that recovers to the address which the person has confirmed.
 */

/** What the worker says to a tab's relay (`tabs.sendMessage`, top frame) to make it open a wallet port. */
export const openWalletPort = 'openWalletPort';

/** Name of that port. */
export const walletPortName = 'wallet';

/** The only calls there are: never a transaction, never typed data. */
export type WalletCall =
  /** Announces anew; answers after a moment with what announced itself. */
  | { readonly name: 'discover' }
  /** `eth_requestAccounts`. */
  | { readonly name: 'accounts'; readonly uuid: string }
  /** `personal_sign` of `message`: 0x and the hex of a text's UTF-8. */
  | { readonly name: 'sign'; readonly uuid: string; readonly address: string; readonly message: string };

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
  | { readonly ok: true; readonly accounts: readonly string[] }
  /** 0x and hex. */
  | { readonly ok: true; readonly signature: string }
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

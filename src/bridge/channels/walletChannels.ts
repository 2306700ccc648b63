/** What is asked of wallets in open pages: to sign in, from `/onboarding.html` alone, and to run the calls of a message. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { walletViewSchema } from '../walletView.ts';
import { addressField, cappedText, messageIdField, requestIdField } from '../wireFields.ts';

export const walletChannels = {
  /** Looks through the open tabs (top frames, https and localhost). Asked again and again while the step is shown. */
  'wallet.find': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({ wallets: v.pipe(v.array(walletViewSchema), v.maxLength(50)) }),
    errors: [],
    timeoutMs: 10_000,
  }),
  /** The wallet asks the person whether this page may know the account; the answer is the account. */
  'wallet.connect': defineChannel({
    input: v.strictObject({ walletId: requestIdField }),
    output: v.strictObject({ address: addressField }),
    errors: ['Wallet.Gone', 'Wallet.Declined', 'Wallet.InvalidAnswer'],
    timeoutMs: 300_000,
  }),
  /**
   * The person has read the text of the `walletText` event and wants to sign it. `vault.create` with a secret of kind
   * `wallet` waits for this before it asks the wallet.
   */
  'wallet.confirmText': defineChannel({
    input: v.strictObject({ isConfirmed: v.boolean() }),
    output: v.strictObject({}),
    errors: ['Wallet.Gone'],
    timeoutMs: 10_000,
  }),
  /**
   * The person has read the calls of a message and wants a wallet to run them. Answers once the wallet has; the
   * transaction, where it is one, is told in the conversation, also when the window is gone by then.
   */
  'wallet.runCalls': defineChannel({
    input: v.strictObject({ messageId: messageIdField, walletId: requestIdField }),
    output: v.strictObject({ hash: v.exactOptional(cappedText(66)) }),
    errors: [
      'Vault.Locked',
      'Wallet.NoCalls',
      'Wallet.Gone',
      'Wallet.Declined',
      'Wallet.InvalidAnswer',
      'Wallet.WrongAccount',
      'Wallet.WrongChain',
    ],
    timeoutMs: 600_000,
  }),
};

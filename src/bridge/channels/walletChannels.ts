/** Signing in with the wallet of an open page. Only `/onboarding.html` may call these. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { walletViewSchema } from '../walletView.ts';
import { addressField, requestIdField } from '../wireFields.ts';

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
};

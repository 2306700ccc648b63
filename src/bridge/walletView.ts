/** Wallets found in open pages, for onboarding. */
import * as v from 'valibot';
import { iconField, originField } from './siteView.ts';
import { cappedText, requestIdField } from './wireFields.ts';

export const walletViewSchema = v.strictObject({
  /** Names the wallet of one page, for this onboarding only. */
  walletId: requestIdField,
  /** As the wallet announces itself: a claim. */
  name: cappedText(80),
  rdns: cappedText(120),
  icon: v.exactOptional(iconField),
  /** The page it lives in. */
  origin: originField,
});

export type WalletView = v.InferOutput<typeof walletViewSchema>;

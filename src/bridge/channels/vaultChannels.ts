/** Making, opening and closing the vault. Secrets travel only from a window to the worker, except a fresh phrase. */
import * as v from 'valibot';
import { appStateViewSchema } from '../appStateView.ts';
import { defineChannel } from '../channel.ts';
import { networkChoiceSchema } from '../network.ts';
import { addressField, cappedText, requestIdField } from '../wireFields.ts';

/** Fewest characters of a new password. */
export const minPasswordLength = 8;

/** Most derived accounts of one phrase that can be chosen. */
const accountIndexField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999));

export const accountSecretSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('phrase'),
    /** 12 to 24 BIP-39 words; case and spaces do not matter. */
    phrase: cappedText(400),
    accountIndex: v.exactOptional(accountIndexField),
  }),
  v.strictObject({
    kind: v.literal('privateKey'),
    /** 64 hex digits, `0x` or not. */
    privateKey: cappedText(66),
  }),
  /** A wallet of an open page signs once; nothing secret is kept of it. */
  v.strictObject({ kind: v.literal('wallet'), walletId: requestIdField, address: addressField }),
]);

export const vaultChannels = {
  /** A fresh 12-word phrase. Nothing is stored: it comes back with `vault.create`. */
  'vault.generatePhrase': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({ phrase: cappedText(400), address: addressField }),
    errors: [],
    timeoutMs: 10_000,
  }),
  /** Whether a secret is well formed, and the address it leads to. Stores nothing, asks no network. */
  'vault.inspectSecret': defineChannel({
    input: v.strictObject({ secret: accountSecretSchema }),
    output: v.strictObject({ address: addressField }),
    errors: ['Wallet.InvalidPhrase', 'Wallet.InvalidKey'],
    timeoutMs: 10_000,
  }),
  /**
   * Makes the vault and registers the inbox on the network (or joins an existing one as a new installation).
   * Answers with phase `ready`. On any failure nothing is kept, and the same call may be made again.
   */
  'vault.create': defineChannel({
    input: v.strictObject({
      secret: accountSecretSchema,
      password: cappedText(256),
      network: networkChoiceSchema,
    }),
    output: appStateViewSchema,
    errors: [
      'Vault.Exists',
      'Vault.WeakPassword',
      'Wallet.InvalidPhrase',
      'Wallet.InvalidKey',
      'Node.InvalidUrl',
      'Node.Unreachable',
      'Wallet.Gone',
      'Wallet.Declined',
      'Wallet.InvalidAnswer',
    ],
    // A person reads a text and finds a wallet's window meanwhile.
    timeoutMs: 600_000,
  }),
  /** Answers when the vault is open; the client may still be `opening`. */
  'vault.unlock': defineChannel({
    input: v.strictObject({ password: cappedText(256) }),
    output: appStateViewSchema,
    errors: ['Vault.WrongPassword', 'Vault.Missing', 'Vault.Corrupt'],
    timeoutMs: 60_000,
  }),
  'vault.lock': defineChannel({
    input: v.strictObject({}),
    output: appStateViewSchema,
    errors: [],
    timeoutMs: 30_000,
  }),
};

/** What an account is made of, as it is sealed in the vault. */
import * as v from 'valibot';
import { accountSecretSchema } from '../../bridge/channels/vaultChannels.ts';
import type { Signer } from '../../core/ports.ts';
import { signerFromPhrase, signerFromPrivateKey } from '../../core/wallet/localSigner.ts';

export type AccountSecret = v.InferOutput<typeof accountSecretSchema>;

/** Of a wallet in a page nothing secret is kept; it signs by itself, when it is asked. */
export type SignerOfWallet = (walletId: string, address: string) => Signer;

/** Throws `Wallet.InvalidPhrase` or `Wallet.InvalidKey`. */
export async function signerOfSecret(secret: AccountSecret, ofWallet: SignerOfWallet): Promise<Signer> {
  switch (secret.kind) {
    case 'phrase':
      return signerFromPhrase(secret.phrase, secret.accountIndex ?? 0);
    case 'privateKey':
      return signerFromPrivateKey(secret.privateKey);
    case 'wallet':
      return ofWallet(secret.walletId, secret.address);
  }
}

/** The text that is sealed. */
export function encodeSecret(secret: AccountSecret): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(secret));
}

export function decodeSecret(bytes: Uint8Array): AccountSecret | undefined {
  try {
    const result = v.safeParse(accountSecretSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

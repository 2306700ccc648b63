import { isWalletInboxError, type WalletInboxError } from '../errors.ts';

/**
 * Whether an error says that the bytes themselves are wrong, for ever, rather than that we or the network failed: such
 * input is passed over, the other kind is met again.
 */
export function isHostileInput(error: unknown): error is WalletInboxError {
  return (
    isWalletInboxError(error) &&
    (error.code.startsWith('Mls.') || error.code.startsWith('Codec.') || error.code.startsWith('Crypto.'))
  );
}

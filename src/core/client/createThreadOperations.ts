import { WalletInboxError } from '../errors.ts';
import type { ThreadOperations } from './threadOperations.ts';

/** The operations on threads of one client. */
export function createThreadOperations(): ThreadOperations {
  const refuse = async (): Promise<never> => {
    throw new WalletInboxError('Message.Unknown', 'This cannot be done yet.');
  };
  return {
    sendContent: refuse,
    getMessage: refuse,
    deleteMessage: refuse,
    react: refuse,
    sendReadReceipt: refuse,
    setPreferences: refuse,
    setDisappearing: refuse,
    block: refuse,
  };
}

import { isSafeUrl } from '../../core/content/safeUrl.ts';
import { WalletInboxError } from '../../core/errors.ts';

const maxUrlLength = 2048;

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the address is one of this machine. */
export const isLoopbackUrl = (url: string): boolean =>
  URL.canParse(url) && loopback.test(new URL(url).hostname);

/**
 * Checks an address before anything is fetched from it: https alone. This machine only where the network is on it too:
 * elsewhere a sender could make a click call a program of the reader's.
 *
 * @throws WalletInboxError Attachment.BadAddress
 */
export function requireAttachmentUrl(url: string, allowsLoopback: boolean): void {
  if (isSafeUrl(url, maxUrlLength) && (allowsLoopback || !isLoopbackUrl(url))) return;
  throw new WalletInboxError(
    'Attachment.BadAddress',
    'The address of the file is not one that can be called.',
  );
}

import { ProviderFaultError } from '../../src/dapp/findInbox.ts';

/** What this shop says when the inbox says no. */
export function refusalText(error: unknown): string {
  if (!(error instanceof ProviderFaultError)) return 'The shop does not answer. Try again later.';
  switch (error.reason) {
    case 'rejected':
      return 'All right, we will not write to you.';
    case 'notGranted':
      return 'You have not allowed this, or your inbox is locked.';
    case 'alreadyPending':
      return 'Your inbox is asking you already: look for its window.';
    case 'senderMismatch':
      return 'Our shop is set up wrongly, so your inbox did not ask you.';
    case 'gestureRequired':
      return 'Press the button once more.';
    case 'limitExceeded':
      return 'That was too fast. Wait a moment.';
    case 'disconnected':
      return 'Your inbox was updated. Reload this page.';
    default:
      return `That did not work: ${error.message}`;
  }
}

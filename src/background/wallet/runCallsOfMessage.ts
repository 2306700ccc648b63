import type { Client } from '../../core/client/client.ts';
import { answerOf } from '../../core/content/answerOf.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { WalletConnector } from './createWalletConnector.ts';

/**
 * Runs what a message asks for, and says in its conversation which transaction came of it. What is run is what the
 * store holds under the message's id: a window names no calls.
 *
 * @throws Wallet.NoCalls, Wallet.Gone, Wallet.Declined, Wallet.InvalidAnswer, Wallet.WrongAccount, Wallet.WrongChain
 */
export async function runCallsOfMessage(
  client: Client,
  connector: Pick<WalletConnector, 'sendCalls'>,
  { messageId, walletId }: { readonly messageId: string; readonly walletId: string },
): Promise<{ readonly hash?: string }> {
  const message = await client.getMessage(messageId);
  const content = message?.content && answerOf(message.content);
  const conversation =
    message === undefined ? undefined : await client.getConversation(message.conversationId);
  const isRunnable = content?.kind === 'walletSendCalls' && message?.isOwn === false;
  // In a group that was accepted somebody may be blocked all the same.
  if (
    !isRunnable ||
    conversation?.consent !== 'allowed' ||
    (await client.inboxConsent(message.senderInboxId)) === 'denied'
  ) {
    throw new WalletInboxError('Wallet.NoCalls', 'There are no calls to run in this message.');
  }
  const { hash } = await connector.sendCalls(walletId, content);
  if (hash === undefined) return {};
  // The calls are done, whatever becomes of the message about it.
  await client
    .sendContent(conversation.conversationId, {
      kind: 'transactionReference',
      networkId: content.chainId,
      reference: hash,
    })
    .catch(() => undefined);
  return { hash };
}

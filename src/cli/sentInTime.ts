import { WalletInboxError } from '../core/errors.ts';

/** A message that the node has not acknowledged by then stays in the outbox, and the call fails. */
const sendTimeoutMs = 30_000;

/** @throws Node.Unreachable */
export async function sentInTime<Sent>(sent: Promise<Sent>): Promise<Sent> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = 'The node did not take the message; it is stored and leaves with the next call.';
      reject(new WalletInboxError('Node.Unreachable', message));
    }, sendTimeoutMs);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
}

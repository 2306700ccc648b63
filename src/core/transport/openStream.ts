import { WalletInboxError } from '../errors.ts';
import { nodeError } from './nodeError.ts';

interface StreamCall<Message, Item> {
  readonly method: string;
  readonly signal: AbortSignal;
  readonly onOpen?: (() => void) | undefined;
  /** How long the node may take to accept the stream; afterwards it may be silent for as long as it likes. */
  readonly openTimeoutMs: number;
  readonly nowMs: () => number;
  start(options: { signal: AbortSignal; onHeader: () => void; timeoutMs: 0 }): AsyncIterable<Message>;
  /** `undefined` leaves a message out. Throws for one that is malformed, which ends the stream. */
  read(message: Message): Item | undefined;
}

/**
 * One stream from the node. It ends without an error when the caller aborts or stops iterating, or when the node closes
 * it with status OK; everything else is thrown. It never reconnects.
 */
export async function* openStream<Message, Item>(
  call: StreamCall<Message, Item>,
): AsyncGenerator<Item, void> {
  if (call.signal.aborted) return;
  // Connect's iterables know no `return`: the request ends by its signal alone.
  const controller = new AbortController();
  const abort = () => controller.abort();
  call.signal.addEventListener('abort', abort, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, call.openTimeoutMs);
  const onHeader = () => {
    clearTimeout(timer);
    if (!controller.signal.aborted) call.onOpen?.();
  };
  try {
    for await (const message of call.start({ signal: controller.signal, onHeader, timeoutMs: 0 })) {
      if (call.signal.aborted) return;
      const item = call.read(message);
      if (item !== undefined) yield item;
    }
  } catch (cause) {
    if (call.signal.aborted) return;
    if (isLate) {
      throw new WalletInboxError('Node.Unreachable', 'The node did not accept a stream in time.', {
        details: { method: call.method },
      });
    }
    throw nodeError(cause, { method: call.method, nowMs: call.nowMs() });
  } finally {
    clearTimeout(timer);
    call.signal.removeEventListener('abort', abort);
    controller.abort();
  }
}

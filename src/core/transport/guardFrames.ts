import { WalletInboxError } from '../errors.ts';
import { invalidResponse } from './nodeError.ts';

const headerLength = 5;
const dataFrame = 0x00;
const trailerFrame = 0x80;

/**
 * Passes a gRPC-web body on while it looks like one: frames of a flag byte and a 32-bit length. The decoder behind it
 * would allocate whatever a length says, up to 4 GiB, and cannot tell a connection that was cut from one that ended.
 *
 * @param body - The response's bytes.
 * @param limits - `maxFrameBytes` for one message; `hasStatus` when the headers carry the status, so that no trailer comes.
 */
export const guardFrames = (
  body: ReadableStream<Uint8Array>,
  limits: { readonly maxFrameBytes: number; readonly hasStatus: boolean },
): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let remaining = 0;
  let isTrailer = false;
  let isComplete = limits.hasStatus;
  /** Thrown once what came before it was read. */
  let failure: WalletInboxError | undefined;

  const headerFailure = (): WalletInboxError | undefined => {
    const view = new DataView(header.buffer);
    const flag = view.getUint8(0);
    remaining = view.getUint32(1);
    isTrailer = flag === trailerFrame;
    if (flag !== dataFrame && flag !== trailerFrame) return invalidResponse('it is not gRPC-web');
    if (remaining > limits.maxFrameBytes) return invalidResponse('it is too large', { bytes: remaining });
    return undefined;
  };

  /** How many bytes of `chunk` are in order; what is wrong with the next one, if anything, is kept in `failure`. */
  const check = (chunk: Uint8Array): number => {
    let at = 0;
    let frameStart = 0;
    while (at < chunk.length) {
      if (headerFilled < headerLength) {
        if (headerFilled === 0) frameStart = at;
        header[headerFilled] = chunk[at] ?? 0;
        headerFilled += 1;
        at += 1;
        if (headerFilled < headerLength) continue;
        failure = headerFailure();
        if (failure !== undefined) return frameStart;
      }
      const taken = Math.min(remaining, chunk.length - at);
      remaining -= taken;
      at += taken;
      if (remaining === 0) {
        isComplete ||= isTrailer;
        headerFilled = 0;
      }
    }
    return at;
  };

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (failure !== undefined) throw failure;
        const { done, value } = await reader.read();
        if (!done) {
          controller.enqueue(value.subarray(0, check(value)));
        } else if (headerFilled === 0 && isComplete) {
          controller.close();
        } else {
          throw new WalletInboxError('Node.Unreachable', 'The connection to the node was cut.');
        }
      } catch (cause) {
        reader.cancel().catch(() => {});
        controller.error(
          cause instanceof WalletInboxError
            ? cause
            : new WalletInboxError('Node.Unreachable', 'The connection to the node was cut.', { cause }),
        );
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
};

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

  const checkHeader = () => {
    const view = new DataView(header.buffer);
    const flag = view.getUint8(0);
    remaining = view.getUint32(1);
    if (flag !== dataFrame && flag !== trailerFrame) throw invalidResponse('it is not gRPC-web');
    if (remaining > limits.maxFrameBytes) throw invalidResponse('it is too large', { bytes: remaining });
    isTrailer = flag === trailerFrame;
  };

  const check = (chunk: Uint8Array) => {
    let at = 0;
    while (at < chunk.length) {
      if (headerFilled < headerLength) {
        header[headerFilled] = chunk[at] ?? 0;
        headerFilled += 1;
        at += 1;
        if (headerFilled < headerLength) continue;
        checkHeader();
      }
      const taken = Math.min(remaining, chunk.length - at);
      remaining -= taken;
      at += taken;
      if (remaining === 0) {
        isComplete ||= isTrailer;
        headerFilled = 0;
      }
    }
  };

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          check(value);
          controller.enqueue(value);
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

import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import type { Logger } from '../../core/ports.ts';

/**
 * What fails in the node itself is logged here and leaves as INTERNAL without its text, which may name paths or
 * hold data; refusals pass as they are.
 */
export function createErrorInterceptor(logger: Logger): Interceptor {
  function translate(method: string, error: unknown): ConnectError {
    if (error instanceof ConnectError) {
      if (error.code !== Code.Canceled) {
        logger.debug('rpc.refused', { method, code: Code[error.code], reason: error.rawMessage });
      }
      return error;
    }
    if (error instanceof Error && error.name === 'AbortError')
      return new ConnectError('cancelled', Code.Canceled);
    logger.error('rpc.failed', { method, error: error instanceof Error ? error.message : 'not an error' });
    return new ConnectError('the node failed', Code.Internal);
  }

  return (next) => async (request) => {
    const method = request.method.name;
    try {
      const response = await next(request);
      if (!response.stream) return response;
      return { ...response, message: translating(response.message, (error) => translate(method, error)) };
    } catch (error) {
      throw translate(method, error);
    }
  };
}

async function* translating<T>(
  messages: AsyncIterable<T>,
  translate: (error: unknown) => ConnectError,
): AsyncGenerator<T> {
  try {
    yield* messages;
  } catch (error) {
    throw translate(error);
  }
}

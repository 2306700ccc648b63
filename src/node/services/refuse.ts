import { Code, ConnectError } from '@connectrpc/connect';

/** The gRPC status for a request that no retry will make right. */
export function refuse(reason: string, cause?: unknown): ConnectError {
  return new ConnectError(reason, Code.InvalidArgument, undefined, undefined, cause);
}

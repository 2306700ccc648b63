import { isMessage } from '@bufbuild/protobuf';
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { PublishIdentityUpdateRequestSchema } from '../../core/gen/identity/api/v1/identity_pb.js';
import {
  BatchPublishCommitLogRequestSchema,
  RegisterInstallationRequestSchema,
  SendGroupMessagesRequestSchema,
  SendWelcomeMessagesRequestSchema,
  UploadKeyPackageRequestSchema,
} from '../../core/gen/mls/api/v1/mls_pb.js';
import { clientAddress } from './clientAddress.ts';
import { isLoopbackAddress } from './isLoopbackAddress.ts';
import { createRateLimiter } from './rateLimiter.ts';

/** How much one address may do. Numbers are calls (publishes: messages) a minute; a burst of five minutes' worth is let through. */
export interface RateLimits {
  /** Messages, welcomes, key packages and identity updates. */
  readonly publishesPerMinute: number;
  readonly requestsPerMinute: number;
  /** Whether callers on this machine are counted too. */
  readonly loopback: boolean;
}

/** What the public network allows; callers on this machine are not limited. */
export const defaultRateLimits: RateLimits = {
  publishesPerMinute: 600,
  requestsPerMinute: 4000,
  loopback: false,
};

const burstMinutes = 5;

/** Answers RESOURCE_EXHAUSTED, with `retry-after` in seconds, to an address that does too much. */
export function createRateLimitInterceptor(limits: RateLimits, nowMs: () => number): Interceptor {
  const bucket = (perMinute: number) =>
    createRateLimiter({ perMinute, burst: perMinute * burstMinutes }, nowMs);
  const publishes = bucket(limits.publishesPerMinute);
  const requests = bucket(limits.requestsPerMinute);

  return (next) => (request) => {
    const address = request.contextValues.get(clientAddress);
    if (!limits.loopback && isLoopbackAddress(address)) return next(request);
    const published = request.stream ? 0 : publishedBy(request.message);
    const waitMs = published > 0 ? publishes.spend(address, published) : requests.spend(address, 1);
    if (waitMs > 0) {
      throw new ConnectError('too many requests from this address', Code.ResourceExhausted, {
        'retry-after': String(Math.ceil(waitMs / 1000)),
      });
    }
    return next(request);
  };
}

/** How many things a request would publish; 0 for one that only reads. */
function publishedBy(message: unknown): number {
  if (isMessage(message, SendGroupMessagesRequestSchema)) return Math.max(1, message.messages.length);
  if (isMessage(message, SendWelcomeMessagesRequestSchema)) return Math.max(1, message.messages.length);
  if (isMessage(message, BatchPublishCommitLogRequestSchema)) return Math.max(1, message.requests.length);
  if (isMessage(message, UploadKeyPackageRequestSchema)) return 1;
  if (isMessage(message, RegisterInstallationRequestSchema)) return 1;
  if (isMessage(message, PublishIdentityUpdateRequestSchema)) return 1;
  return 0;
}

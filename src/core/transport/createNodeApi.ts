import { createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { isWalletInboxError } from '../errors.ts';
import { IdentityApi } from '../gen/identity/api/v1/identity_pb.js';
import { IdentifierKind } from '../gen/identity/associations/association_pb.js';
import { D14nMigrationApi } from '../gen/migration/api/v1/migration_pb.js';
import { MlsApi, SortDirection } from '../gen/mls/api/v1/mls_pb.js';
import type { Clock, IdentityLogEntry, Logger, NodeApi, Random } from '../ports.ts';
import { createCallUnary, type RetryPolicy } from './callUnary.ts';
import { checkNewest, checkPage, toGroupEnvelope, toWelcomeEnvelope } from './envelopeChecks.ts';
import { createGuardedFetch } from './guardedFetch.ts';
import { checkIdentityLogs, checkInboxIds } from './identityChecks.ts';
import { inChunks } from './inChunks.ts';
import { parseNodeUrl } from './networks.ts';
import { invalidResponse } from './nodeError.ts';
import { openStream } from './openStream.ts';
import { createTopicMarks } from './topicMarks.ts';
import { toWelcomeInput } from './welcomeInput.ts';

interface NodeApiOptions {
  /** Where the node answers gRPC-web; checked as `parseNodeUrl` does. */
  readonly baseUrl: string;
  /** Sent as `x-app-version`, `name/version`; a node logs it. */
  readonly appVersion?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  /** For the jitter of back-off, which is no secret. */
  readonly random?: Random;
  readonly logger?: Logger;
  /** Of one attempt of a unary call, and for a stream to be accepted; 15,000 by default. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<Omit<RetryPolicy, 'timeoutMs'>>;
}

/** The largest message that libxmtp's nodes send is 25 MiB; what is above is no answer to anything we ask. */
const maxFrameBytes = 32 * 1024 * 1024;
const maxPageLength = 100;
/** Entries of one call. A node charges for calls and bounds their size; libxmtp uses the like. */
const chunkLengths = { inboxIds: 100, identityLogs: 50, keyPackages: 50, welcomes: 50, newest: 500 } as const;

const unsafeJitter: Random = {
  bytes: (length) => Uint8Array.from({ length }, () => Math.floor(Math.random() * 256)),
};

/** How long the cutover is away when none is planned: nodes say the largest 64-bit time, or nothing. */
const neverNs = 2n ** 63n - 1n;

/**
 * The XMTP V3 network API over gRPC-web.
 *
 * It sends `x-app-version` but no `x-libxmtp-version`: nodes gate old versions of libxmtp by that header and let pass
 * who does not name one, and we are none.
 *
 * A write that is retried may have been stored by an attempt whose answer was lost. Messages and welcomes are told by
 * their hash and stored once; a repeated identity update may be refused, and the caller then finds it in the log.
 *
 * @throws Node.InvalidUrl
 */
export const createNodeApi = (options: NodeApiOptions): NodeApi => {
  const nowMs = () => (options.clock === undefined ? Date.now() : options.clock.nowMs());
  const timeoutMs = options.timeoutMs ?? 15_000;
  const fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const transport = createGrpcWebTransport({
    baseUrl: parseNodeUrl(options.baseUrl),
    fetch: createGuardedFetch({ fetch, maxFrameBytes, nowMs }),
    interceptors: [
      (next) => (request) => {
        request.header.set('x-app-version', options.appVersion ?? 'wallet-inbox');
        return next(request);
      },
    ],
  });
  const mls = createClient(MlsApi, transport);
  const identity = createClient(IdentityApi, transport);
  const migration = createClient(D14nMigrationApi, transport);
  const call = createCallUnary({
    policy: {
      timeoutMs,
      maxAttempts: 4,
      baseMs: 250,
      maxWaitMs: 10_000,
      rateLimitedMs: 1_000,
      ...options.retry,
    },
    random: options.random ?? unsafeJitter,
    nowMs,
    logger: options.logger,
  });
  const paging = (afterCursor: bigint, limit: number) => ({
    direction: SortDirection.ASCENDING,
    limit,
    idCursor: afterCursor,
  });
  const pageLength = (limit: number | undefined) =>
    Math.min(Math.max(limit ?? maxPageLength, 1), maxPageLength);

  return {
    async getInboxIds(addresses, { signal } = {}) {
      const found = new Map<string, string>();
      const asked = [...new Set(addresses.map((address) => address.toLowerCase()))];
      for (const chunk of inChunks(asked, chunkLengths.inboxIds)) {
        const requests = chunk.map((identifier) => ({ identifier, identifierKind: IdentifierKind.ETHEREUM }));
        const part = await call(
          'GetInboxIds',
          async (attempt) => checkInboxIds(await identity.getInboxIds({ requests }, attempt), new Set(chunk)),
          signal,
        );
        for (const [address, inboxId] of part) found.set(address, inboxId);
      }
      return found;
    },

    async getIdentityUpdates(requests, { signal } = {}) {
      const asked = new Map(requests.map(({ inboxId, afterSequenceId }) => [inboxId, afterSequenceId]));
      const found = new Map<string, readonly IdentityLogEntry[]>();
      for (const chunk of inChunks([...asked], chunkLengths.identityLogs)) {
        const part = await call(
          'GetIdentityUpdates',
          async (attempt) =>
            checkIdentityLogs(
              await identity.getIdentityUpdates(
                { requests: chunk.map(([inboxId, sequenceId]) => ({ inboxId, sequenceId })) },
                attempt,
              ),
              new Map(chunk),
            ),
          signal,
        );
        for (const [inboxId] of chunk) found.set(inboxId, part.get(inboxId) ?? []);
      }
      return found;
    },

    async publishIdentityUpdate(identityUpdate, { signal } = {}) {
      await call(
        'PublishIdentityUpdate',
        (attempt) => identity.publishIdentityUpdate({ identityUpdate }, attempt),
        signal,
      );
    },

    async uploadKeyPackage(keyPackageTlsSerialized, { signal } = {}) {
      const request = { keyPackage: { keyPackageTlsSerialized }, isInboxIdCredential: true };
      await call('UploadKeyPackage', (attempt) => mls.uploadKeyPackage(request, attempt), signal);
    },

    async fetchKeyPackages(installationKeys, { signal } = {}) {
      // A node answers a repeated key once only, at its last place.
      const asked = new Map(installationKeys.map((key) => [key.join(), key]));
      const found = new Map<string, Uint8Array>();
      for (const chunk of inChunks([...asked], chunkLengths.keyPackages)) {
        const keyPackages = await call(
          'FetchKeyPackages',
          async (attempt) => {
            const request = { installationKeys: chunk.map(([, key]) => key) };
            const response = await mls.fetchKeyPackages(request, attempt);
            if (response.keyPackages.length !== chunk.length)
              throw invalidResponse('key packages are missing');
            return response.keyPackages;
          },
          signal,
        );
        for (const [at, [name]] of chunk.entries()) {
          const bytes = keyPackages[at]?.keyPackageTlsSerialized;
          if (bytes !== undefined && bytes.length > 0) found.set(name, bytes);
        }
      }
      return installationKeys.map((key) => found.get(key.join()));
    },

    async sendGroupMessages(messages, { signal } = {}) {
      if (messages.length === 0) return;
      const request = {
        messages: messages.map((value) => ({ version: { case: 'v1' as const, value: { ...value } } })),
      };
      await call('SendGroupMessages', (attempt) => mls.sendGroupMessages(request, attempt), signal);
    },

    async sendWelcomeMessages(welcomes, { signal } = {}) {
      for (const chunk of inChunks(welcomes, chunkLengths.welcomes)) {
        const request = { messages: chunk.map(toWelcomeInput) };
        await call('SendWelcomeMessages', (attempt) => mls.sendWelcomeMessages(request, attempt), signal);
      }
    },

    queryGroupMessages({ groupId, afterCursor, limit }, { signal } = {}) {
      const asked = pageLength(limit);
      return call(
        'QueryGroupMessages',
        async (attempt) => {
          const request = { groupId, pagingInfo: paging(afterCursor, asked) };
          const { messages } = await mls.queryGroupMessages(request, attempt);
          return checkPage(messages.map(toGroupEnvelope), {
            topic: groupId,
            topicOf: (envelope) => envelope.groupId,
            after: afterCursor,
            limit: asked,
          });
        },
        signal,
      );
    },

    queryWelcomeMessages({ installationKey, afterCursor, limit }, { signal } = {}) {
      const asked = pageLength(limit);
      return call(
        'QueryWelcomeMessages',
        async (attempt) => {
          const request = { installationKey, pagingInfo: paging(afterCursor, asked) };
          const { messages } = await mls.queryWelcomeMessages(request, attempt);
          return checkPage(messages.map(toWelcomeEnvelope), {
            topic: installationKey,
            topicOf: (envelope) => envelope.installationKey,
            after: afterCursor,
            limit: asked,
          });
        },
        signal,
      );
    },

    async getNewestGroupMessages(groupIds, { signal } = {}) {
      const newest: ({ readonly id: bigint; readonly createdNs: bigint } | undefined)[] = [];
      for (const chunk of inChunks(groupIds, chunkLengths.newest)) {
        const part = await call(
          'GetNewestGroupMessage',
          async (attempt) => {
            const request = { groupIds: [...chunk], includeContent: false };
            const { responses } = await mls.getNewestGroupMessage(request, attempt);
            return checkNewest(responses, chunk);
          },
          signal,
        );
        newest.push(...part);
      }
      return newest;
    },

    subscribeGroupMessages(filters, { signal, onOpen }) {
      const marks = createTopicMarks(
        filters.map(({ groupId, afterCursor }) => ({ topic: groupId, after: afterCursor })),
      );
      const request = {
        filters: filters.map(({ groupId, afterCursor }) => ({ groupId, idCursor: afterCursor })),
      };
      return openStream({
        method: 'SubscribeGroupMessages',
        signal,
        onOpen,
        openTimeoutMs: timeoutMs,
        nowMs,
        start: (stream) => mls.subscribeGroupMessages(request, stream),
        read(message) {
          const envelope = toGroupEnvelope(message);
          return marks.isNew(envelope.groupId, envelope.id) ? envelope : undefined;
        },
      });
    },

    subscribeWelcomeMessages(filters, { signal, onOpen }) {
      const marks = createTopicMarks(
        filters.map(({ installationKey, afterCursor }) => ({ topic: installationKey, after: afterCursor })),
      );
      const request = {
        filters: filters.map(({ installationKey, afterCursor }) => ({
          installationKey,
          idCursor: afterCursor,
        })),
      };
      return openStream({
        method: 'SubscribeWelcomeMessages',
        signal,
        onOpen,
        openTimeoutMs: timeoutMs,
        nowMs,
        start: (stream) => mls.subscribeWelcomeMessages(request, stream),
        read(message) {
          const envelope = toWelcomeEnvelope(message);
          return marks.isNew(envelope.installationKey, envelope.id) ? envelope : undefined;
        },
      });
    },

    async fetchCutoverNs({ signal } = {}) {
      try {
        const { timestampNs } = await call(
          'FetchD14nCutover',
          (attempt) => migration.fetchD14nCutover({}, attempt),
          signal,
        );
        return timestampNs >= neverNs ? 0n : timestampNs;
      } catch (error) {
        // A node that plans no move may not have the call at all.
        if (isWalletInboxError(error, 'Node.Refused') && error.details.status === 'Unimplemented') return 0n;
        throw error;
      }
    },
  };
};

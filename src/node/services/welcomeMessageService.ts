import { create } from '@bufbuild/protobuf';
import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import {
  type MlsApi,
  QueryWelcomeMessagesResponseSchema,
  type WelcomeMessage,
  type WelcomeMessageInput,
  WelcomeMessageSchema,
} from '../../core/gen/mls/api/v1/mls_pb.js';
import { WelcomePointerWrapperAlgorithm } from '../../core/gen/mls/message_contents/welcome_pointer_pb.js';
import { WelcomeWrapperAlgorithm } from '../../core/gen/mls/message_contents/wrapper_encryption_pb.js';
import { followTopics } from '../followTopics.ts';
import { sendHeaders } from '../server/sendHeaders.ts';
import { pageRequestFrom, pagingInfoOf } from '../store/page.ts';
import type { StoredWelcomeMessage } from '../store/welcomeMessageTable.ts';
import { refuse } from './refuse.ts';
import type { ServiceContext } from './serviceContext.ts';
import { welcomeTopicKey } from './topicKeys.ts';

type Methods = Required<
  Pick<
    ServiceImpl<typeof MlsApi>,
    'sendWelcomeMessages' | 'queryWelcomeMessages' | 'subscribeWelcomeMessages'
  >
>;

const empty = new Uint8Array();

/** Welcomes and welcome pointers: send, query, subscribe. */
export function createWelcomeMessageService({ store, hub }: ServiceContext): Methods {
  return {
    async sendWelcomeMessages({ messages }) {
      if (messages.length === 0) throw refuse('no welcome messages to send');
      const accepted = messages.map(fromInput);
      await store.write(({ stamp, afterCommit }) => {
        for (const message of accepted) {
          if (!store.welcomeMessages.insert(message, stamp)) continue;
          const topic = welcomeTopicKey(message.installationKey);
          afterCommit(() => hub.notify(topic));
        }
      });
      return {};
    },

    queryWelcomeMessages({ installationKey, pagingInfo }) {
      if (installationKey.length === 0) throw refuse('an installation key is required');
      const request = pageRequestFrom(pagingInfo);
      const { items, nextCursor } = store.welcomeMessages.readPage(installationKey, request);
      return create(QueryWelcomeMessagesResponseSchema, {
        messages: items.map(toWelcomeMessage),
        pagingInfo: pagingInfoOf(request, nextCursor),
      });
    },

    async *subscribeWelcomeMessages({ filters }, context: HandlerContext) {
      if (filters.length === 0) throw refuse('no filters given');
      const topics = filters.map(({ installationKey, idCursor }) => {
        if (installationKey.length === 0) throw refuse('a filter has no installation key');
        return { topic: installationKey, cursor: idCursor };
      });
      sendHeaders(context);
      const source = { hub, topicKey: welcomeTopicKey, readPage: store.welcomeMessages.readPage };
      for await (const message of followTopics(topics, source, context.signal)) {
        yield toWelcomeMessage(message);
      }
      context.signal.throwIfAborted();
    },
  };
}

function fromInput({ version }: WelcomeMessageInput): Omit<StoredWelcomeMessage, 'id' | 'createdNs'> {
  if (version.case === 'v1') {
    const { installationKey, data, hpkePublicKey, wrapperAlgorithm, welcomeMetadata } = version.value;
    const needsKey = wrapperAlgorithm !== WelcomeWrapperAlgorithm.SYMMETRIC_KEY;
    if (installationKey.length === 0 || data.length === 0 || (needsKey && hpkePublicKey.length === 0)) {
      throw refuse('a welcome lacks its installation key, data or HPKE public key');
    }
    return {
      installationKey,
      isPointer: false,
      data,
      hpkePublicKey,
      wrapperAlgorithm:
        wrapperAlgorithm === WelcomeWrapperAlgorithm.UNSPECIFIED
          ? WelcomeWrapperAlgorithm.CURVE25519
          : wrapperAlgorithm,
      metadata: welcomeMetadata,
    };
  }
  if (version.case === 'welcomePointer') {
    const { installationKey, welcomePointer, hpkePublicKey, wrapperAlgorithm } = version.value;
    if (installationKey.length === 0 || welcomePointer.length === 0 || hpkePublicKey.length === 0) {
      throw refuse('a welcome pointer lacks its installation key, data or HPKE public key');
    }
    if (wrapperAlgorithm !== WelcomePointerWrapperAlgorithm.XWING_MLKEM_768_DRAFT_6) {
      throw refuse('a welcome pointer has an unknown wrapper algorithm');
    }
    return {
      installationKey,
      isPointer: true,
      data: welcomePointer,
      hpkePublicKey,
      wrapperAlgorithm,
      metadata: empty,
    };
  }
  throw refuse('a welcome message has no known version');
}

function toWelcomeMessage(message: StoredWelcomeMessage): WelcomeMessage {
  const { id, createdNs, installationKey, hpkePublicKey, wrapperAlgorithm } = message;
  const shared = { id, createdNs, installationKey, hpkePublicKey, wrapperAlgorithm };
  return create(WelcomeMessageSchema, {
    version: message.isPointer
      ? { case: 'welcomePointer', value: { ...shared, welcomePointer: message.data } }
      : { case: 'v1', value: { ...shared, data: message.data, welcomeMetadata: message.metadata } },
  });
}

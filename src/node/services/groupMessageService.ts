import { create } from '@bufbuild/protobuf';
import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import {
  GetNewestGroupMessageResponseSchema,
  type GroupMessage,
  GroupMessageSchema,
  type MlsApi,
  QueryGroupMessagesResponseSchema,
} from '../../core/gen/mls/api/v1/mls_pb.js';
import { followTopics } from '../followTopics.ts';
import { sendHeaders } from '../server/sendHeaders.ts';
import type { StoredGroupMessage } from '../store/groupMessageTable.ts';
import { pageRequestFrom, pagingInfoOf } from '../store/page.ts';
import { readGroupMessageHeader } from '../validation/readGroupMessageHeader.ts';
import { refuse } from './refuse.ts';
import type { ServiceContext } from './serviceContext.ts';
import { groupTopicKey } from './topicKeys.ts';

type Methods = Required<
  Pick<
    ServiceImpl<typeof MlsApi>,
    'sendGroupMessages' | 'queryGroupMessages' | 'subscribeGroupMessages' | 'getNewestGroupMessage'
  >
>;

/** Group messages: send, query, subscribe, newest. */
export function createGroupMessageService({ store, hub }: ServiceContext): Methods {
  return {
    /** All messages of a request are stored, in their order, or none. Bytes the group holds already are skipped. */
    async sendGroupMessages({ messages }) {
      if (messages.length === 0) throw refuse('no group messages to send');
      const accepted = messages.map(({ version }) => {
        if (version.case !== 'v1') throw refuse('a group message has no known version');
        const { groupId, contentType } = readGroupMessageHeader(version.value.data);
        const { data, senderHmac, shouldPush } = version.value;
        return { groupId, data, senderHmac, shouldPush, isCommit: contentType !== 'application' };
      });
      await store.write(({ stamp, afterCommit }) => {
        for (const message of accepted) {
          if (!store.groupMessages.insert(message, stamp)) continue;
          const topic = groupTopicKey(message.groupId);
          afterCommit(() => hub.notify(topic));
        }
      });
      return {};
    },

    queryGroupMessages({ groupId, pagingInfo }) {
      if (groupId.length === 0) throw refuse('a group id is required');
      const request = pageRequestFrom(pagingInfo);
      const { items, nextCursor } = store.groupMessages.readPage(groupId, request);
      return create(QueryGroupMessagesResponseSchema, {
        messages: items.map(toGroupMessage),
        pagingInfo: pagingInfoOf(request, nextCursor),
      });
    },

    async *subscribeGroupMessages({ filters }, context: HandlerContext) {
      const topics = filters.map(({ groupId, idCursor }) => {
        if (groupId.length === 0) throw refuse('a filter has no group id');
        return { topic: groupId, cursor: idCursor };
      });
      sendHeaders(context);
      const source = { hub, topicKey: groupTopicKey, readPage: store.groupMessages.readPage };
      for await (const message of followTopics(topics, source, context.signal)) yield toGroupMessage(message);
      context.signal.throwIfAborted();
    },

    getNewestGroupMessage({ groupIds, includeContent }) {
      if (groupIds.length === 0) throw refuse('no group ids given');
      const read = includeContent ? store.groupMessages.newest : store.groupMessages.newestHeader;
      return create(GetNewestGroupMessageResponseSchema, {
        responses: groupIds.map((groupId) => {
          const message = read(groupId);
          return message === undefined ? {} : { groupMessage: toGroupMessage(message) };
        }),
      });
    },
  };
}

function toGroupMessage(message: StoredGroupMessage): GroupMessage {
  return create(GroupMessageSchema, { version: { case: 'v1', value: message } });
}

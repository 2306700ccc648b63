import type { ConversationView } from '../../bridge/conversationView.ts';
import { conversationName } from '../models/conversationName.ts';
import { messageLine } from '../models/messageLine.ts';
import { listTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';

export interface ConversationRowProps {
  readonly conversation: ConversationView;
  readonly isCurrent: boolean;
  readonly nowMs: number;
  readonly onOpen: () => void;
}

export function ConversationRow({ conversation, isCurrent, nowMs, onOpen }: ConversationRowProps) {
  const { unreadCount, lastMessage } = conversation;
  return (
    <button
      aria-current={isCurrent}
      class={`row${unreadCount > 0 ? ' row--unread' : ''}`}
      onClick={onOpen}
      type="button"
    >
      <span class="row__avatar">
        <Avatar id={conversation.peerInboxId ?? conversation.conversationId} />
      </span>
      <span class="row__name">{conversationName(conversation)}</span>
      <span class="row__time">{listTime(msOfNs(conversation.lastActivityNs), nowMs)}</span>
      <span class="row__line" dir="auto">
        {lastMessage ? messageLine(lastMessage) : ''}
      </span>
      {unreadCount > 0 && (
        <span class="row__count">
          {unreadCount > 99 ? '99+' : unreadCount}
          <span class="visually-hidden"> {text('listUnread')}</span>
        </span>
      )}
    </button>
  );
}

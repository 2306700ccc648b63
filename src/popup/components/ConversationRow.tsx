import type { ConversationView } from '../../bridge/conversationView.ts';
import { visibleName } from '../../bridge/visibleText.ts';
import { isMutedAt } from '../models/inboxMenu.ts';
import { messageLine, type NameOf } from '../models/messageLine.ts';
import { listTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { ConversationName } from './ConversationName.tsx';
import { Icon, type IconName } from './Icon.tsx';

/** Where a menu is to stand, in pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface ConversationRowProps {
  readonly conversation: ConversationView;
  readonly isCurrent: boolean;
  readonly nowMs: number;
  /** What people are called in its last line. */
  readonly nameOf: NameOf;
  readonly onOpen: () => void;
  /** Asked for by a right click, the menu key, Shift and F10, or the three dots that a pointer brings up. */
  readonly onMenu?: ((at: MenuPoint) => void) | undefined;
}

export function ConversationRow(props: ConversationRowProps) {
  const { conversation, isCurrent, nowMs, nameOf, onOpen, onMenu } = props;
  const { isPinned, consent, lastMessage } = conversation;
  // What was blocked asks for nothing any more.
  const unreadCount = consent === 'denied' ? 0 : conversation.unreadCount;
  const isMuted = isMutedAt(conversation, nowMs);
  const line = lastMessage === undefined ? '' : messageLine(lastMessage, nameOf);
  return (
    <button
      aria-current={isCurrent}
      class={`row${unreadCount > 0 ? ' row--unread' : ''}${isMuted ? ' row--muted' : ''}`}
      onClick={(event) => {
        const dots = event.target instanceof Element ? event.target.closest('.row__more') : null;
        if (dots === null || onMenu === undefined) {
          onOpen();
          return;
        }
        const { right, bottom } = dots.getBoundingClientRect();
        onMenu({ x: right, y: bottom });
      }}
      onContextMenu={(event) => {
        if (onMenu === undefined) return;
        event.preventDefault();
        // The menu key points nowhere: the menu then stands at the row.
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        const isKey = event.clientX === 0 && event.clientY === 0;
        onMenu(isKey ? { x: left + 60, y: bottom - 8 } : { x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event) => {
        if (
          onMenu === undefined ||
          !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
        ) {
          return;
        }
        event.preventDefault();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        onMenu({ x: left + 60, y: bottom - 8 });
      }}
      type="button"
      {...(onMenu === undefined
        ? {}
        : { 'aria-haspopup': 'menu' as const, 'aria-keyshortcuts': 'Shift+F10' })}
    >
      <span class="row__avatar">
        <Avatar id={conversation.peerInboxId ?? conversation.conversationId} />
      </span>
      <span class="row__name">
        <ConversationName conversation={conversation} />
        {isMuted && <State icon="muted" label={text('listMuted')} />}
      </span>
      <span class="row__time">{listTime(msOfNs(conversation.lastActivityNs), nowMs)}</span>
      <span class="row__line" dir="auto">
        {isCurrent ? line : (draftLine(conversation) ?? line)}
      </span>
      <span class="row__states">
        {isPinned && consent === 'allowed' && <State icon="pin" label={text('listPinned')} />}
        {unreadCount > 0 && (
          <span class="row__count">
            {unreadCount > 99 ? '99+' : unreadCount}
            <span class="visually-hidden"> {text('listUnread')}</span>
          </span>
        )}
      </span>
      {onMenu !== undefined && (
        // For a pointer only: keys have the menu key, and a button cannot hold another.
        <span aria-hidden="true" class="row__more">
          <Icon name="more" />
        </span>
      )}
    </button>
  );
}

function State({ icon, label }: { readonly icon: IconName; readonly label: string }) {
  return (
    <span class="row__state" title={label}>
      <Icon name={icon} size={14} />
      <span class="visually-hidden"> {label}</span>
    </span>
  );
}

function draftLine({ draft }: ConversationView) {
  const line = visibleName(draft?.slice(0, 200) ?? '');
  if (line === '') return undefined;
  return (
    <>
      <span class="row__draft">{text('listDraft')}</span> {line}
    </>
  );
}

import type { ConversationView } from '../../bridge/conversationView.ts';
import type { AppGroup } from '../models/inboxTabs.ts';
import type { NameOf } from '../models/messageLine.ts';
import { siteName } from '../models/siteName.ts';
import { text } from '../text.ts';
import { ConversationRow, type MenuPoint } from './ConversationRow.tsx';
import { IconButton } from './IconButton.tsx';

export interface AppGroupSectionProps {
  readonly group: AppGroup;
  readonly currentId: string | undefined;
  readonly nowMs: number;
  readonly nameOf: NameOf;
  readonly onOpen: (conversationId: string) => void;
  readonly onManage: (origin: string) => void;
  readonly onMenu: (conversation: ConversationView, at: MenuPoint) => void;
}

/** A site in the Apps tab, with what its senders wrote. */
export function AppGroupSection({
  group,
  currentId,
  nowMs,
  nameOf,
  onOpen,
  onManage,
  onMenu,
}: AppGroupSectionProps) {
  const { site, conversations } = group;
  const name = siteName(site);
  return (
    <section aria-label={name} class="apps__site">
      <div class="apps__heading">
        <h2 class="apps__name">{name}</h2>
        <IconButton icon="settings" label={text('appsManage', name)} onClick={() => onManage(site.origin)} />
      </div>
      {conversations.length === 0 ? (
        <p class="empty__note">{text('appsNothingYet')}</p>
      ) : (
        <ul class="rows">
          {conversations.map((conversation) => (
            <li key={conversation.conversationId}>
              <ConversationRow
                conversation={conversation}
                isCurrent={conversation.conversationId === currentId}
                nameOf={nameOf}
                nowMs={nowMs}
                onMenu={(at) => onMenu(conversation, at)}
                onOpen={() => onOpen(conversation.conversationId)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

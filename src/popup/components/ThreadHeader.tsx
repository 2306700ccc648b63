import type { ConversationView } from '../../bridge/conversationView.ts';
import type { SiteView } from '../../bridge/siteView.ts';
import { conversationDetail } from '../models/conversationName.ts';
import { siteName } from '../models/siteName.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { ConversationName } from './ConversationName.tsx';
import { IconButton } from './IconButton.tsx';

export interface ThreadHeaderProps {
  readonly conversation: ConversationView | undefined;
  /** Whose sender the other side is. */
  readonly site: SiteView | undefined;
  readonly onBack: (() => void) | undefined;
  /** Opens the page of the group, or of the other side. */
  readonly onDetails: () => void;
}

export function ThreadHeader({ conversation, site, onBack, onDetails }: ThreadHeaderProps) {
  return (
    <header class="header">
      {onBack && <IconButton icon="back" label={text('back')} onClick={onBack} />}
      {conversation && (
        <>
          <Avatar id={conversation.peerInboxId ?? conversation.conversationId} size={32} />
          <div class="header__title">
            <h1 class="header__name">
              <button class="header__link" onClick={onDetails} title={text('threadDetails')} type="button">
                {site === undefined ? <ConversationName conversation={conversation} /> : siteName(site)}
              </button>
            </h1>
            <p class="header__detail" title={conversationDetail(conversation)}>
              {conversationDetail(conversation)}
            </p>
          </div>
        </>
      )}
    </header>
  );
}

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { conversationName } from '../models/conversationName.ts';
import { failureOf } from '../models/failure.ts';
import { type MuteChoice, mutedFor, type RowAction, rowActions } from '../models/inboxMenu.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { Place } from '../models/inboxTabs.ts';
import { text } from '../text.ts';
import { BlockDialog } from './BlockDialog.tsx';
import type { MenuPoint } from './ConversationRow.tsx';
import { RowMenu } from './RowMenu.tsx';

export interface RowMenuParts {
  readonly onMenu: (conversation: ConversationView, at: MenuPoint) => void;
  /** Does one thing without the menu. */
  readonly run: (action: Exclude<RowAction, 'mute'>, conversation: ConversationView) => void;
  /** The menu, the question before a block, and what is said of what was done: draw it once. */
  readonly parts: ComponentChildren;
}

/** The menu of the rows of one list, with what its entries do. */
export function useRowMenu(inbox: InboxModel, place: Place): RowMenuParts {
  const [menu, setMenu] = useState<{ readonly conversation: ConversationView; readonly at: MenuPoint }>();
  const [blocking, setBlocking] = useState<ConversationView>();
  const [said, setSaid] = useState<{ readonly sentence: string; readonly isFailure: boolean }>();

  async function attempt(done: string, work: Promise<void>): Promise<void> {
    try {
      await work;
      setSaid({ sentence: done, isFailure: false });
    } catch (error) {
      setSaid({ sentence: failureOf(error).sentence, isFailure: true });
    }
  }

  function run(action: Exclude<RowAction, 'mute'>, conversation: ConversationView): void {
    const id = conversation.conversationId;
    const works: Readonly<Record<Exclude<RowAction, 'mute' | 'block'>, () => Promise<void>>> = {
      markRead: () => inbox.markRead(id),
      accept: () => inbox.setConsent(id, 'allowed'),
      pin: () => inbox.setPreferences(id, { isPinned: true }),
      unpin: () => inbox.setPreferences(id, { isPinned: false }),
      unmute: () => inbox.setPreferences(id, { isMuted: false }),
      archive: () => inbox.setPreferences(id, { isArchived: true }),
      unarchive: () => inbox.setPreferences(id, { isArchived: false }),
      unblock: () => inbox.setConsent(id, 'allowed'),
    };
    if (action === 'block') setBlocking(conversation);
    else void attempt(text(`done_${action}`), works[action]());
  }

  const mute = (choice: MuteChoice, { conversationId }: ConversationView) =>
    void attempt(text('done_mute'), inbox.setPreferences(conversationId, mutedFor(choice, Date.now())));

  return {
    onMenu: (conversation, at) => setMenu({ conversation, at }),
    run,
    parts: (
      <>
        {menu && (
          <RowMenu
            actions={rowActions(menu.conversation, place, Date.now())}
            at={menu.at}
            key={`${menu.conversation.conversationId} ${menu.at.x} ${menu.at.y}`}
            label={text('menuOf', conversationName(menu.conversation))}
            onAction={(action) => run(action, menu.conversation)}
            onClose={() => setMenu(undefined)}
            onMute={(choice) => mute(choice, menu.conversation)}
          />
        )}
        {blocking && (
          <BlockDialog
            kind={blocking.kind}
            name={conversationName(blocking)}
            onClose={() => setBlocking(undefined)}
            onConfirm={() => void attempt(text('done_block'), inbox.block(blocking.conversationId))}
          />
        )}
        <p class={said?.isFailure === true ? 'notice notice--error' : 'visually-hidden'} role="status">
          {said?.sentence}
        </p>
      </>
    ),
  };
}

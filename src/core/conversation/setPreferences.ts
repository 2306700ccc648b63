import type { ConversationBody } from '../records.ts';
import { getConversationRow } from './openConversation.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Session } from './session.ts';

/** What a person has set for a conversation, on this device; what is absent stays. */
export interface PreferencesChange {
  /** For good, or not at all; also ends a mute that has a time. */
  readonly isMuted?: boolean;
  /** Mutes until then; a time that is over unmutes. */
  readonly mutedUntilMs?: number;
  readonly isPinned?: boolean;
  readonly isArchived?: boolean;
  /** An empty text is none. */
  readonly draft?: string;
}

/** @throws Conversation.Unknown */
export async function setPreferences(
  session: Session,
  conversation: string,
  change: PreferencesChange,
): Promise<void> {
  const { key } = await getConversationRow(session.database, conversation);
  await session.queue.run(key, () =>
    retryOnConflict(session, key, async () => {
      const row = await getConversationRow(session.database, key);
      const body = withPreferences(row.body, change);
      await session.database.commit(
        [
          { kind: 'expect', table: 'conversations', key, revision: row.revision },
          { kind: 'put', table: 'conversations', record: { key, clear: row.clear, body } },
        ],
        // A power cut may take back the last letters of a draft; that is worth less than a flush for each of them.
        { durability: 'relaxed' },
      );
      session.events.emit({ kind: 'conversation', conversationId: key, isNew: false });
    }),
  );
}

function withPreferences(body: ConversationBody, change: PreferencesChange): ConversationBody {
  const { draft, mutedUntilMs, ...rest } = body;
  const { isMuted, isPinned, isArchived } = change;
  const changesMute = isMuted !== undefined || change.mutedUntilMs !== undefined;
  const until = changesMute ? change.mutedUntilMs : mutedUntilMs;
  const text = change.draft ?? draft;
  return {
    ...rest,
    ...(changesMute ? { isMuted: isMuted ?? false } : {}),
    ...(isPinned === undefined ? {} : { isPinned }),
    ...(isArchived === undefined ? {} : { isArchived }),
    ...(until === undefined ? {} : { mutedUntilMs: until }),
    ...(text === undefined || text === '' ? {} : { draft: text }),
  };
}

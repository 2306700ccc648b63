import { bytesToHex } from '../bytes/hex.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { Stored } from '../ports.ts';
import type {
  AnnotationActBody,
  GroupBody,
  IntentBody,
  MessageBody,
  OutboxBody,
  PendingWelcomeBody,
  TableRecord,
} from '../records.ts';
import type { LoadedGroup } from './groupStore.ts';
import type { Annotation } from './readAnnotation.ts';

/** What an annotation does, and what its sender was in the group at that moment. */
export interface DraftedAct extends Omit<AnnotationActBody, 'annotation'> {
  readonly annotation: Annotation;
}

/** A message row that a page brings. */
export interface DraftedMessage {
  readonly messageId: string;
  readonly body: MessageBody;
  /** Whether it counts as unread when it is someone else's. */
  readonly countsAsUnread: boolean;
  /** Whether the conversation list may show it as the last line. */
  readonly showsInList: boolean;
  /** Whether it has a line of its own. */
  readonly isShown: boolean;
  /** What it does to another message, or to the conversation. */
  readonly act?: DraftedAct;
  /**
   * `received`: new, unless the store has it. `readBack`: our own, it replaces the row that was stored when it was
   * sent. `returned`: our own, nobody could read it, its row goes back to 'sending'.
   */
  readonly origin: 'received' | 'readBack' | 'returned';
}

/**
 * What processing a page has come to so far. It is mutated while the page is computed and becomes one commit; on a
 * conflict it is thrown away and the page is computed again from the store.
 */
export interface PageDraft {
  readonly group: LoadedGroup;
  readonly outbox: readonly Stored<'outbox'>[];
  readonly intents: readonly Stored<'intents'>[];
  state: GroupState;
  body: GroupBody;
  cursor: bigint;
  readonly messages: Map<string, DraftedMessage>;
  /** `undefined`: delete. */
  readonly outboxWrites: Map<string, OutboxBody | undefined>;
  readonly intentWrites: Map<string, IntentBody | undefined>;
  readonly pendingWelcomes: PendingWelcomeBody[];
  /** Commits that what was read asks us to make. */
  readonly newIntents: TableRecord<'intents'>[];
  /** Reason of the last 'undecryptable' row when nothing readable came after it. */
  lastFailure: string | undefined;
}

export function startDraft(
  group: LoadedGroup,
  outbox: readonly Stored<'outbox'>[],
  intents: readonly Stored<'intents'>[],
): PageDraft {
  return {
    group,
    outbox,
    intents,
    state: group.state,
    body: group.row.body,
    cursor: group.head.body.cursor,
    messages: new Map(),
    outboxWrites: new Map(),
    intentWrites: new Map(),
    pendingWelcomes: [],
    newIntents: [],
    lastFailure: group.head.body.lastFailure,
  };
}

/** Ciphertexts of ours that have not come back, by hash. */
export function ownPayloads(draft: PageDraft): ReadonlyMap<string, 'message' | 'commit'> {
  const own = new Map<string, 'message' | 'commit'>();
  for (const row of draft.outbox) {
    for (const { hash } of row.body.payloads) own.set(hash, 'message');
  }
  for (const row of draft.intents) {
    const published = currentIntent(draft, row)?.published;
    if (published !== undefined) own.set(published.hash, 'commit');
  }
  return own;
}

/** An intent as the page has left it so far; `undefined` when it was resolved. */
export function currentIntent(draft: PageDraft, row: Stored<'intents'>): IntentBody | undefined {
  return draft.intentWrites.has(row.key) ? draft.intentWrites.get(row.key) : row.body;
}

export function draftGroupIdHex(draft: PageDraft): string {
  return bytesToHex(draft.state.groupContext.groupId);
}

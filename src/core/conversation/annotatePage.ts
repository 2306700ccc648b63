import type { Change, Stored } from '../ports.ts';
import type { AnnotationActBody, AnnotationBody, MessageBody } from '../records.ts';
import { annotate, withoutPendingDeletion } from './annotate.ts';
import type { DraftedMessage, PageDraft } from './pageDraft.ts';
import { readAnnotation } from './readAnnotation.ts';
import type { Session } from './session.ts';

/**
 * Of a conversation, so much is kept that was said about messages which are not here: anyone can name messages that will
 * never come. The oldest is let go.
 */
const maxWaiting = 300;

/** What the annotations of a page come to. */
export interface AnnotatedPage {
  /** The page's own messages, with what was said about them. */
  readonly messages: readonly DraftedMessage[];
  /** Messages of the store that it changes. */
  readonly changed: readonly { readonly row: Stored<'messages'>; readonly body: MessageBody }[];
  /** Of the table of annotations, and what must hold for the rest. */
  readonly changes: readonly Change[];
}

/**
 * Merges reactions and deletions into the messages that they are about: of this page, of the store, or later, when the
 * message comes. `stored` holds the rows that the page's messages have already.
 */
export async function annotatePage(
  session: Session,
  draft: PageDraft,
  conversationId: string,
  drafted: readonly DraftedMessage[],
  stored: ReadonlyMap<string, Stored<'messages'>>,
): Promise<AnnotatedPage> {
  const bodies = new Map(drafted.map((message) => [message.messageId, carriedOver(message, stored)]));
  const acts = await effectiveActs(draft, drafted);
  const elsewhere = [...new Set(acts.map(({ annotation }) => annotation.messageId))].filter(
    (id) => !bodies.has(id),
  );
  const arrived = drafted.filter(({ isShown, origin }) => isShown && origin === 'received');
  const [parents, waitingRow] = await Promise.all([
    session.database.getMany('messages', elsewhere),
    arrived.length + elsewhere.length === 0 ? undefined : session.database.get('annotations', conversationId),
  ]);
  const isHere = new Set(arrived.map(({ messageId }) => messageId));
  const waiting: AnnotationActBody[] = [];
  for (const act of waitingRow?.body.acts ?? []) {
    const { messageId } = act.annotation;
    const body = isHere.has(messageId) ? bodies.get(messageId) : undefined;
    if (body === undefined) waiting.push(act);
    else bodies.set(messageId, annotate(body, act));
  }

  const parentRows = new Map(parents.flatMap((row) => (row === undefined ? [] : [[row.key, row] as const])));
  const parentBodies = new Map([...parentRows].map(([key, { body }]) => [key, body]));
  for (const act of acts) {
    const { messageId } = act.annotation;
    const ofPage = bodies.get(messageId);
    const ofStore = parentBodies.get(messageId);
    if (ofPage !== undefined) bodies.set(messageId, settle(ofPage, act));
    // What is said here about another conversation's message is said to nobody.
    else if (ofStore === undefined) waiting.push(withoutOrigin(act));
    else if (parentRows.get(messageId)?.clear.conversationId === conversationId) {
      parentBodies.set(messageId, settle(ofStore, act));
    }
  }
  const changes: Change[] = [...waitingChanges(conversationId, waitingRow, waiting)];
  const changed = [...parentRows.values()].flatMap((row) => {
    const body = parentBodies.get(row.key) ?? row.body;
    return body === row.body ? [] : [{ row, body }];
  });
  for (const { row, body } of changed) {
    changes.push(
      { kind: 'expect', table: 'messages', key: row.key, revision: row.revision },
      { kind: 'put', table: 'messages', record: { key: row.key, clear: row.clear, body } },
    );
  }
  const messages = drafted.map((message) => {
    const body = bodies.get(message.messageId) ?? message.body;
    const isGone = body.deletion !== undefined;
    return { ...message, body, countsAsUnread: message.countsAsUnread && !isGone };
  });
  return { messages, changed, changes };
}

function waitingChanges(
  conversationId: string,
  row: Stored<'annotations'> | undefined,
  waiting: readonly AnnotationActBody[],
): readonly Change[] {
  const before = row?.body.acts ?? [];
  // They only leave at the front or in the midst, and only come at the end.
  if (waiting.length === before.length && waiting.at(-1) === before.at(-1)) return [];
  const record = { key: conversationId, clear: {}, body: { acts: waiting.slice(-maxWaiting) } };
  return [
    { kind: 'expect', table: 'annotations', key: conversationId, revision: row?.revision ?? 0 },
    waiting.length === 0
      ? { kind: 'delete', table: 'annotations', key: conversationId }
      : { kind: 'put', table: 'annotations', record },
  ];
}

/** Our own message that comes back keeps what was said about it since it was sent. */
function carriedOver(message: DraftedMessage, stored: ReadonlyMap<string, Stored<'messages'>>): MessageBody {
  const { reactions, deletion, changedOther } = stored.get(message.messageId)?.body ?? {};
  if (message.origin === 'received') return message.body;
  return {
    ...message.body,
    ...(reactions === undefined ? {} : { reactions }),
    ...(deletion === undefined ? {} : { deletion }),
    ...(changedOther === undefined ? {} : { changedOther }),
  };
}

type EffectiveAct = AnnotationActBody & { readonly isReadBack: boolean };

/** A deletion of ours that comes back either holds now or never did. */
function settle(body: MessageBody, act: EffectiveAct): MessageBody {
  const isOurs = act.isReadBack && act.annotation.kind === 'deletion';
  return annotate(isOurs ? withoutPendingDeletion(body) : body, act);
}

function withoutOrigin({ isReadBack: _, ...act }: EffectiveAct): AnnotationActBody {
  return act;
}

/**
 * The acts of a page, in the node's order. A reaction of ours that comes back counts from its place in that order, unless
 * we have changed our mind meanwhile: then what we said last is on its way, and is shown already.
 */
async function effectiveActs(
  draft: PageDraft,
  drafted: readonly DraftedMessage[],
): Promise<readonly EffectiveAct[]> {
  const acts: EffectiveAct[] = [];
  for (const { act, messageId, origin } of drafted) {
    if (act === undefined || origin === 'returned') continue;
    const { annotation } = act;
    if (annotation.kind === 'receipt') continue;
    const isReadBack = origin === 'readBack';
    if (isReadBack && (await isOvertaken(draft, messageId, annotation))) continue;
    acts.push({ ...act, annotation, isReadBack });
  }
  return acts;
}

async function isOvertaken(
  draft: PageDraft,
  messageId: string,
  annotation: AnnotationBody,
): Promise<boolean> {
  if (annotation.kind !== 'reaction') return false;
  const own = draft.outbox.find(({ key }) => key === messageId);
  for (const row of draft.outbox) {
    if (own === undefined || row.clear.order <= own.clear.order || row.body.state === 'failed') continue;
    const later = await readAnnotation(row.body.content);
    if (later?.kind !== 'reaction' || later.messageId !== annotation.messageId) continue;
    if (later.content === annotation.content) return true;
  }
  return false;
}

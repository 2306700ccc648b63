import type { ConversationView } from '../../bridge/conversationView.ts';
import type { SearchHitView, SearchResult } from '../../bridge/searchView.ts';
import { maxSearchedMessages } from '../../bridge/searchView.ts';
import type { InboxSearchModel } from '../models/inboxSearchModel.ts';
import type { NameOf } from '../models/messageLine.ts';
import { listTime, msOfNs } from '../models/when.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { Button } from './Button.tsx';
import { ConversationName } from './ConversationName.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { EmptyState } from './EmptyState.tsx';
import { MarkedText } from './MarkedText.tsx';

export interface SearchResultsProps {
  readonly model: InboxSearchModel;
  readonly currentId: string | undefined;
  /** The message at which the open thread was opened. */
  readonly currentMessageId: string | undefined;
  readonly nowMs: number;
  readonly nameOf: NameOf;
  readonly onOpen: (conversationId: string, messageId?: string) => void;
}

/** What a search found: conversations by name first, then messages, newest first. */
export function SearchResults({
  model,
  currentId,
  currentMessageId,
  nowMs,
  nameOf,
  onOpen,
}: SearchResultsProps) {
  const result = model.result.value;
  const query = model.query.value?.trim() ?? '';
  const failure = model.failure.value;
  if (query === '') {
    return (
      <EmptyState title={text('searchStartTitle')}>
        <p>{text('searchStartDetail')}</p>
      </EmptyState>
    );
  }
  if (failure) {
    return (
      <p class="notice notice--error" role="alert">
        {failure.sentence}
      </p>
    );
  }
  const isIndexing = result !== undefined && result.indexed.done < result.indexed.total;
  const isEmpty = result !== undefined && result.conversations.length + result.messages.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it
    <div
      class="scroll scroll--search"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') moveInResults(event.currentTarget, 1);
        else if (event.key === 'ArrowUp') moveInResults(event.currentTarget, -1);
        else return;
        event.preventDefault();
      }}
    >
      <p class="search__said" role="status">
        {saidOf(result, model.isWaiting.value)}
      </p>
      {isIndexing && <Indexing {...result.indexed} />}
      {isEmpty && !isIndexing && !model.isWaiting.value && (
        <EmptyState title={text('searchNone')}>
          <p class="search__query">{query}</p>
          {result.indexed.total > maxSearchedMessages && (
            <p>{text('searchCapped', maxSearchedMessages.toLocaleString())}</p>
          )}
        </EmptyState>
      )}
      {result !== undefined && result.conversations.length > 0 && (
        <section aria-labelledby="search-conversations">
          <h2 class="search__title" id="search-conversations">
            {text('searchConversations')}
          </h2>
          <ul class="rows">
            {result.conversations.map((conversation) => (
              <li key={conversation.conversationId}>
                <ConversationRow
                  conversation={conversation}
                  isCurrent={conversation.conversationId === currentId}
                  nameOf={nameOf}
                  nowMs={nowMs}
                  onOpen={() => onOpen(conversation.conversationId)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {result !== undefined && result.messages.length > 0 && (
        <section aria-labelledby="search-messages">
          <h2 class="search__title" id="search-messages">
            {text('searchMessages')}
          </h2>
          <Messages currentMessageId={currentMessageId} nowMs={nowMs} onOpen={onOpen} result={result} />
          {result.hasMore && !isIndexing && (
            <Button kind="plain" onClick={() => void model.loadMore()} wide>
              {text('searchMore')}
            </Button>
          )}
          {!result.hasMore && !isIndexing && result.indexed.total > maxSearchedMessages && (
            <p class="empty__note">{text('searchCapped', maxSearchedMessages.toLocaleString())}</p>
          )}
        </section>
      )}
    </div>
  );
}

function saidOf(result: SearchResult | undefined, isWaiting: boolean): string {
  if (result === undefined) return text('searchWaiting');
  const count = result.conversations.length + result.messages.length;
  if (isWaiting || count === 0) return '';
  return result.hasMore
    ? text('searchCountMore', count)
    : text(count === 1 ? 'searchOne' : 'searchCount', count);
}

function Indexing({ done, total }: { readonly done: number; readonly total: number }) {
  return (
    <div class="search__progress">
      <label for="search-progress">{text('searchIndexing')}</label>
      <progress id="search-progress" max={total} value={done} />
    </div>
  );
}

interface MessagesProps {
  readonly currentMessageId: string | undefined;
  readonly result: SearchResult;
  readonly nowMs: number;
  readonly onOpen: (conversationId: string, messageId: string) => void;
}

function Messages({ currentMessageId, result, nowMs, onOpen }: MessagesProps) {
  const about = new Map(result.about.map((each) => [each.conversationId, each]));
  return (
    <ul class="rows">
      {result.messages.map((hit) => (
        <li key={hit.messageId}>
          <MessageHit
            conversation={about.get(hit.conversationId)}
            hit={hit}
            isCurrent={hit.messageId === currentMessageId}
            nowMs={nowMs}
            onOpen={() => onOpen(hit.conversationId, hit.messageId)}
          />
        </li>
      ))}
    </ul>
  );
}

interface MessageHitProps {
  readonly isCurrent: boolean;
  readonly hit: SearchHitView;
  readonly conversation: ConversationView | undefined;
  readonly nowMs: number;
  readonly onOpen: () => void;
}

function MessageHit({ isCurrent, hit, conversation, nowMs, onOpen }: MessageHitProps) {
  return (
    <button aria-current={isCurrent} class="row row--hit" onClick={onOpen} type="button">
      <span class="row__avatar">
        <Avatar id={conversation?.peerInboxId ?? hit.conversationId} />
      </span>
      <span class="row__name">{conversation && <ConversationName conversation={conversation} />}</span>
      <span class="row__time">{listTime(msOfNs(hit.sentAtNs), nowMs)}</span>
      <span class="row__snippet" dir="auto">
        {hit.isOwn && `${text('searchOwn')} `}
        <MarkedText marks={hit.marks} text={hit.snippet} />
      </span>
    </button>
  );
}

/** To the next result; above the first stands the field. */
export function moveInResults(results: Element, by: 1 | -1): void {
  const rows = [...results.querySelectorAll<HTMLElement>('.row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? 0 : at + by;
  if (next < 0) document.querySelector<HTMLElement>('.search-field__input')?.focus();
  else rows[next]?.focus();
}

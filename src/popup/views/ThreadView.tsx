import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SiteView } from '../../bridge/siteView.ts';
import { openLink } from '../adapter/openLink.ts';
import { Avatar } from '../components/Avatar.tsx';
import { Button } from '../components/Button.tsx';
import { Composer } from '../components/Composer.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { MessageBubble } from '../components/MessageBubble.tsx';
import { conversationDetail, conversationName } from '../models/conversationName.ts';
import { failureOf } from '../models/failure.ts';
import type { Suggestion } from '../models/route.ts';
import { siteHost, siteName } from '../models/siteName.ts';
import { threadItems } from '../models/threadItems.ts';
import type { ThreadModel } from '../models/threadModel.ts';
import { dayName } from '../models/when.ts';
import { text } from '../text.ts';

/** Closer than this to the newest message counts as being there. */
const nearEndPx = 80;
/** Closer than this to the oldest loaded message loads the page before it. */
const nearStartPx = 200;

export interface ThreadViewProps {
  readonly thread: ThreadModel;
  /** Absent where the list stands beside the thread. */
  readonly onBack?: (() => void) | undefined;
  /** Whose sender the other side is. */
  readonly site?: SiteView | undefined;
  readonly suggestion?: Suggestion | undefined;
  /** What was written and not sent, by conversation. */
  readonly unsent: Map<string, string>;
  /** Opens the page of a group; a click on the title does it. Absent for a DM. */
  readonly onDetails?: (() => void) | undefined;
  /** What is to be known before one writes: states of a group. */
  readonly notices?: ComponentChildren;
}

export function ThreadView({
  thread,
  onBack,
  site,
  suggestion,
  unsent,
  onDetails,
  notices,
}: ThreadViewProps) {
  const written = unsent.get(thread.conversationId) ?? '';
  // A site never writes over what a person has begun.
  const isSuggested = suggestion !== undefined && written === '';
  const conversation = thread.conversation.value;
  const messages = thread.messages.value;
  const problem = useSignal<string | undefined>(undefined);
  const failure = thread.failure.value?.sentence ?? problem.value;

  async function attempt(work: Promise<unknown>): Promise<void> {
    problem.value = undefined;
    try {
      await work;
    } catch (error) {
      problem.value = failureOf(error).sentence;
      throw error;
    }
  }

  return (
    <section aria-label={conversation ? conversationName(conversation) : text('threadTitle')} class="pane">
      <header class="header">
        {onBack && <IconButton icon="back" label={text('back')} onClick={onBack} />}
        {conversation && (
          <>
            <Avatar id={conversation.peerInboxId ?? conversation.conversationId} size={32} />
            <div class="header__title">
              <h1 class="header__name">
                {onDetails ? (
                  <button class="header__link" onClick={onDetails} type="button">
                    {conversationName(conversation)}
                  </button>
                ) : site === undefined ? (
                  conversationName(conversation)
                ) : (
                  siteName(site)
                )}
              </h1>
              <p class="header__detail" title={conversationDetail(conversation)}>
                {conversationDetail(conversation)}
              </p>
            </div>
          </>
        )}
      </header>
      {failure !== undefined && (
        <p class="notice notice--error" role="alert">
          {failure}
        </p>
      )}
      {notices}
      {messages && conversation ? (
        <Messages attempt={attempt} thread={thread} />
      ) : (
        <div class="empty">{!failure && <span aria-hidden="true" class="spinner" />}</div>
      )}
      {conversation?.consent === 'unknown' && (
        <div class="form" style={{ paddingBottom: '0' }}>
          <p>{text(conversation.kind === 'dm' ? 'requestDm' : 'requestGroup')}</p>
          <div class="settings__row">
            <Button
              kind="danger"
              onClick={() => void attempt(thread.setConsent('denied')).catch(() => undefined)}
              wide
            >
              {text('requestBlock')}
            </Button>
            <Button
              kind="primary"
              onClick={() => void attempt(thread.setConsent('allowed')).catch(() => undefined)}
              wide
            >
              {text('requestAccept')}
            </Button>
          </div>
        </div>
      )}
      {conversation?.consent === 'denied' ? (
        <div class="composer">
          <Button onClick={() => void attempt(thread.setConsent('allowed')).catch(() => undefined)} wide>
            {text('requestUnblock')}
          </Button>
        </div>
      ) : conversation?.isActive === false ? (
        <div class="composer">
          <p class="composer__note">{text('threadInactive')}</p>
        </div>
      ) : (
        conversation && (
          <>
            {isSuggested && <p class="notice">{text('draftSuggested', siteHost(suggestion.origin))}</p>}
            <Composer
              initialText={isSuggested ? suggestion.text : written}
              key={`${thread.conversationId} ${suggestion?.text ?? ''}`}
              onInput={(now) => unsent.set(thread.conversationId, now)}
              onSend={(sent) => attempt(thread.send(sent))}
            />
          </>
        )
      )}
    </section>
  );
}

interface MessagesProps {
  readonly thread: ThreadModel;
  readonly attempt: (work: Promise<unknown>) => Promise<void>;
}

function Messages({ thread, attempt }: MessagesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isAtEnd = useSignal(true);
  /** Distance from the end, kept when older messages are put above. */
  const fromEnd = useRef(0);
  const messages = thread.messages.value ?? [];
  const conversation = thread.conversation.value;
  const items = threadItems(messages, conversation?.kind === 'group');
  const newest = messages.at(-1);

  // Before paint: stay at the end, or hold what is in view while older messages come in above it.
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.scrollTop = isAtEnd.value ? element.scrollHeight : element.scrollHeight - fromEnd.current;
  }, [messages]);

  useEffect(() => {
    if (newest && isAtEnd.value && (conversation?.unreadCount ?? 0) > 0) thread.markRead();
  }, [thread, newest, conversation?.unreadCount, isAtEnd.value]);

  function onScroll(): void {
    const element = frame.current;
    if (!element) return;
    fromEnd.current = element.scrollHeight - element.scrollTop;
    isAtEnd.value = fromEnd.current - element.clientHeight < nearEndPx;
    if (element.scrollTop < nearStartPx) void thread.loadOlder();
  }

  return (
    <div class="thread-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="scroll" onScroll={onScroll} ref={frame} tabIndex={0}>
        <div aria-live="polite" aria-relevant="additions" class="thread" role="log">
          {items.map((item) => {
            if (item.kind === 'day') {
              return (
                <h2 class="day" key={item.key}>
                  {dayName(item.ms, Date.now())}
                </h2>
              );
            }
            if (item.kind === 'update') {
              return (
                <p class="update" key={item.key}>
                  {item.text}
                </p>
              );
            }
            return (
              <MessageBubble
                isFirst={item.isFirst}
                key={item.key}
                message={item.message}
                onOpenLink={openLink}
                onRetry={(messageId) => void attempt(thread.retry(messageId)).catch(() => undefined)}
                showsSender={item.showsSender}
              />
            );
          })}
        </div>
      </div>
      {!isAtEnd.value && (
        <IconButton
          className="jump"
          icon="down"
          label={text('threadJump')}
          onClick={() => {
            isAtEnd.value = true;
            frame.current?.scrollTo({ top: frame.current.scrollHeight });
          }}
        />
      )}
    </div>
  );
}

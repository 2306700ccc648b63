import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { GroupView } from '../../bridge/groupView.ts';
import type { MessageView } from '../../bridge/messageView.ts';
import type { SiteView } from '../../bridge/siteView.ts';
import { createAttachments } from '../adapter/attachments.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { Button } from '../components/Button.tsx';
import { Composer } from '../components/Composer.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { FileDrop } from '../components/FileDrop.tsx';
import { RequestBar } from '../components/RequestBar.tsx';
import { ThreadHeader } from '../components/ThreadHeader.tsx';
import { ThreadMessages } from '../components/ThreadMessages.tsx';
import { ThreadNotices } from '../components/ThreadNotices.tsx';
import { UploadRows } from '../components/UploadRows.tsx';
import { conversationName } from '../models/conversationName.ts';
import { failureOf } from '../models/failure.ts';
import { createFilesModel } from '../models/filesModel.ts';
import { messageText } from '../models/messageLine.ts';
import { NamesContext } from '../models/namesContext.ts';
import { quoteLines } from '../models/quoteLines.ts';
import type { Suggestion } from '../models/route.ts';
import { siteHost } from '../models/siteName.ts';
import { createThreadDraft, type ThreadDraft } from '../models/threadDraft.ts';
import type { ThreadModel } from '../models/threadModel.ts';
import { threadNames } from '../models/threadNames.ts';
import { createUploadsModel } from '../models/uploadsModel.ts';
import { text } from '../text.ts';
import { PeerView } from './PeerView.tsx';

/** Failures of a file that its row tells already. */
const toldByRow = new Set([
  'Attachment.Cancelled',
  'Attachment.Unreachable',
  'Attachment.BadAddress',
  'Attachment.Interrupted',
]);

/** Lets failures of these codes be, and no others. */
const passOver = (codes: ReadonlySet<string>) => (error: unknown) => {
  if (!codes.has(failureOf(error).code)) throw error;
};

export interface ThreadViewProps {
  readonly thread: ThreadModel;
  readonly port: BackgroundPort;
  readonly ownInboxId: string;
  /** Of a group, once it is known: who is in it, and what we are there. */
  readonly group?: GroupView | undefined;
  /** Absent where the list stands beside the thread. */
  readonly onBack?: (() => void) | undefined;
  /** Whose sender the other side is. */
  readonly site?: SiteView | undefined;
  readonly suggestion?: Suggestion | undefined;
  /** A message to go to; another object each time that somebody looks for one. */
  readonly target?: { readonly messageId: string } | undefined;
  /** What was written and not kept yet, by conversation. */
  readonly unsent: Map<string, string>;
  /** Opens the page of a group; a click on the title does it. Absent for a DM, which has its page here. */
  readonly onDetails?: (() => void) | undefined;
  /** What is to be known before one writes: states of a group. */
  readonly notices?: ComponentChildren;
}

export function ThreadView(props: ThreadViewProps) {
  const { thread, port, ownInboxId, group, onBack, site, suggestion, target, unsent } = props;
  const conversation = thread.conversation.value;
  const namesModel = useContext(NamesContext);
  const names = namesModel?.names.value;
  const want = conversation?.consent === 'allowed' ? namesModel?.want : undefined;
  const nameOf = useMemo(
    () => threadNames({ conversation, group, ownInboxId, names, want }),
    [conversation?.peerInboxId, conversation?.peerAddress, group, ownInboxId, names, want],
  );
  const problem = useSignal<string | undefined>(undefined);
  const replyTo = useSignal<MessageView | undefined>(undefined);
  const focusOn = useSignal<object>({});
  const isShowingPeer = useSignal(false);
  const failure = useComputed(() => thread.failure.value?.sentence ?? problem.value).value;

  const attachments = useMemo(() => createAttachments(port), [port]);
  const files = useMemo(() => createFilesModel(attachments), [attachments]);
  const uploads = useMemo(() => createUploadsModel(port), [port]);
  useEffect(() => {
    const stop = port.onConnect(() => void uploads.refresh());
    return () => {
      stop();
      uploads.dispose();
      files.dispose();
    };
  }, [port, uploads, files]);
  useEffect(() => {
    if (target !== undefined) tell(thread.goTo(target.messageId));
  }, [thread, target]);
  const isLoaded = conversation !== undefined;
  const draft = useMemo(
    () =>
      createThreadDraft(port, thread.conversationId, {
        initial: conversation?.draft ?? '',
        unsaved: unsent,
        suggested: suggestion?.text,
      }),
    [port, thread, isLoaded, suggestion, unsent],
  );

  async function attempt(work: Promise<unknown>): Promise<void> {
    problem.value = undefined;
    try {
      await work;
    } catch (error) {
      problem.value = failureOf(error).sentence;
      throw error;
    }
  }
  const tell = (work: Promise<unknown>): void => void attempt(work).catch(() => undefined);

  const isAccepted = conversation?.consent === 'allowed';
  const canWrite =
    conversation !== undefined &&
    conversation.consent !== 'denied' &&
    conversation.isActive &&
    conversation.pausedForVersion === undefined;
  const sendFiles =
    isAccepted && canWrite
      ? (chosen: readonly File[]) => {
          for (const file of chosen) {
            const sending = attachments.sendFile(thread.conversationId, file);
            tell(sending.catch(passOver(toldByRow)));
          }
        }
      : undefined;

  function reply(message: MessageView): void {
    replyTo.value = message;
    focusOn.value = {};
  }
  function quote(message: MessageView): void {
    const written = draft.text.value;
    draft.write(
      `${written}${written === '' || written.endsWith('\n') ? '' : '\n'}${quoteLines(message.text)}`,
    );
    focusOn.value = {};
  }
  async function send(sent: string): Promise<void> {
    const answered = replyTo.value;
    replyTo.value = undefined;
    try {
      await attempt(thread.send(sent, answered?.messageId));
    } catch (error) {
      replyTo.value ??= answered;
      throw error;
    }
  }

  if (isShowingPeer.value && conversation !== undefined) {
    return (
      <PeerView
        conversation={conversation}
        onBack={() => {
          isShowingPeer.value = false;
        }}
        thread={thread}
      />
    );
  }

  const answered = replyTo.value;
  return (
    <section aria-label={conversation ? conversationName(conversation) : text('threadTitle')} class="pane">
      <FileDrop onFiles={sendFiles}>
        <ThreadHeader
          conversation={conversation}
          onBack={onBack}
          onDetails={
            props.onDetails ??
            (() => {
              isShowingPeer.value = true;
            })
          }
          site={site}
        />
        <FailureNote sentence={failure} />
        {conversation && <ThreadNotices conversation={conversation} />}
        {props.notices}
        {thread.window.value && conversation ? (
          <ThreadMessages
            canInteract={isAccepted && canWrite}
            canOpen={isAccepted}
            files={files}
            isSuperAdmin={group?.ownRole === 'superAdmin'}
            nameOf={nameOf}
            onProblem={tell}
            onQuote={quote}
            onReply={reply}
            thread={thread}
          />
        ) : (
          <div class="empty">{failure === undefined && <span aria-hidden="true" class="spinner" />}</div>
        )}
        <UploadRows conversationId={thread.conversationId} model={uploads} />
        {conversation?.consent === 'unknown' && (
          <RequestBar
            conversation={conversation}
            onAccept={() => tell(thread.setConsent('allowed'))}
            onBlock={() => tell(thread.block())}
          />
        )}
        {conversation?.consent === 'denied' ? (
          <div class="composer">
            <Button onClick={() => tell(thread.setConsent('allowed'))} wide>
              {text('requestUnblock')}
            </Button>
          </div>
        ) : !conversation || canWrite ? (
          conversation && (
            <>
              {suggestion !== undefined && (conversation.draft ?? '') === '' && (
                <SuggestionNotice draft={draft} suggestion={suggestion} />
              )}
              <Composer
                draft={draft}
                focusOn={focusOn.value}
                nameOf={nameOf}
                note={conversation.consent === 'unknown' ? text('requestByWriting') : undefined}
                onFiles={sendFiles}
                onReplyEnd={() => {
                  replyTo.value = undefined;
                }}
                onSend={send}
                replyTo={
                  answered && {
                    messageId: answered.messageId,
                    senderInboxId: answered.senderInboxId,
                    text: messageText(answered, nameOf).slice(0, 280),
                    isDeleted: false,
                    isKnown: true,
                  }
                }
                storedDraft={conversation.draft ?? ''}
              />
            </>
          )
        ) : (
          <div class="composer">
            <p class="composer__note">
              {text(conversation.isActive ? 'threadPausedComposer' : 'threadInactive')}
            </p>
          </div>
        )}
      </FileDrop>
    </section>
  );
}

interface SuggestionNoticeProps {
  readonly draft: ThreadDraft;
  readonly suggestion: Suggestion;
}

/** Whose words stand in the composer, while they are the site's. Apart, so that a key redraws no more than this. */
function SuggestionNotice({ draft, suggestion }: SuggestionNoticeProps) {
  if (draft.text.value !== suggestion.text) return null;
  return <p class="notice">{text('draftSuggested', siteHost(suggestion.origin))}</p>;
}

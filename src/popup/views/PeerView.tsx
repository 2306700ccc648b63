import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { Avatar } from '../components/Avatar.tsx';
import { BlockDialog } from '../components/BlockDialog.tsx';
import { Button } from '../components/Button.tsx';
import { ConversationName } from '../components/ConversationName.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { DisappearingSelect } from '../components/DisappearingSelect.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { LookalikeNotice } from '../components/LookalikeNotice.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { Switch } from '../components/Switch.tsx';
import { addressParts } from '../models/addressParts.ts';
import { conversationName } from '../models/conversationName.ts';
import { failureOf } from '../models/failure.ts';
import type { ThreadModel } from '../models/threadModel.ts';
import { text } from '../text.ts';

export interface PeerViewProps {
  readonly conversation: ConversationView;
  readonly thread: ThreadModel;
  readonly onBack: () => void;
}

/** Who is on the other side of a DM, and what holds between us. */
export function PeerView({ conversation, thread, onBack }: PeerViewProps) {
  const { peerAddress, peerInboxId, consent, isMuted, isActive, disappearing } = conversation;
  const problem = useSignal<string | undefined>(undefined);
  const isChanging = useSignal(false);
  const isAsking = useSignal(false);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    frame.current?.querySelector<HTMLElement>('.header button')?.focus();
  }, []);

  async function attempt(work: Promise<unknown>): Promise<void> {
    problem.value = undefined;
    isChanging.value = true;
    try {
      await work;
    } catch (error) {
      problem.value = failureOf(error).sentence;
    } finally {
      isChanging.value = false;
    }
  }

  return (
    <section
      aria-label={text('peerTitle')}
      class="pane"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // Back to the thread, not out of it.
        event.stopPropagation();
        onBack();
      }}
      ref={frame}
    >
      <PaneHeader onBack={onBack} title={text('peerTitle')} />
      <FailureNote sentence={problem.value} />
      <div class="scroll">
        <div class="peer">
          <Avatar id={peerInboxId ?? conversation.conversationId} size={72} />
          <p class="peer__name">
            <ConversationName conversation={conversation} />
          </p>
        </div>
        <LookalikeNotice address={peerAddress} />
        {peerAddress !== undefined && (
          <div class="settings__group">
            <h2 class="settings__title">{text('peerAddress')}</h2>
            <CopyableAddress address={peerAddress} />
            <p class="peer__parts" aria-hidden="true">
              {addressParts(peerAddress).map((part, index) => (
                <span key={index}>{part}</span>
              ))}
            </p>
            <p class="field__hint">{text('peerVerify')}</p>
          </div>
        )}
        {peerInboxId !== undefined && (
          <div class="settings__group">
            <h2 class="settings__title">{text('settingsInbox')}</h2>
            <CopyableAddress address={peerInboxId} />
          </div>
        )}
        <div class="settings__group">
          <Switch
            checked={isMuted}
            detail={text('peerMuteDetail')}
            disabled={isChanging.value}
            label={text('peerMute')}
            onChange={(isOn) => void attempt(thread.setMuted(isOn))}
          />
          {consent === 'allowed' && isActive && (
            <DisappearingSelect
              busy={isChanging.value}
              disappearing={disappearing}
              onChange={(inNs) => void attempt(thread.setDisappearing(inNs))}
            />
          )}
        </div>
        <div class="settings__group">
          {consent === 'denied' ? (
            <Button onClick={() => void attempt(thread.setConsent('allowed'))} wide>
              {text('requestUnblock')}
            </Button>
          ) : (
            <Button
              kind="danger"
              onClick={() => {
                isAsking.value = true;
              }}
              wide
            >
              {text('requestBlock')}
            </Button>
          )}
        </div>
      </div>
      {isAsking.value && (
        <BlockDialog
          kind="dm"
          name={conversationName(conversation)}
          onClose={() => {
            isAsking.value = false;
          }}
          onConfirm={() => void attempt(thread.block())}
        />
      )}
    </section>
  );
}

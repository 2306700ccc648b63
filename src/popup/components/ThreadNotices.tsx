import type { ConversationView } from '../../bridge/conversationView.ts';
import { durationWords } from '../models/durationWords.ts';
import { text } from '../text.ts';
import { Icon } from './Icon.tsx';
import { LookalikeNotice } from './LookalikeNotice.tsx';
import { TextWarning } from './TextWarning.tsx';

export interface ThreadNoticesProps {
  readonly conversation: ConversationView;
}

/** What is to be known of a conversation before one reads or writes in it. For a group its own notices come beside. */
export function ThreadNotices({ conversation }: ThreadNoticesProps) {
  const { kind, consent, name, peerAddress, pausedForVersion, maybeForked, disappearing } = conversation;
  const isDm = kind === 'dm';
  return (
    <>
      <LookalikeNotice address={peerAddress} />
      {!isDm && consent === 'unknown' && <TextWarning text={name} />}
      {isDm && pausedForVersion !== undefined && (
        <p class="notice" role="status">
          {text('threadPaused', pausedForVersion)}
        </p>
      )}
      {isDm && maybeForked && (
        <p class="notice" role="status">
          {text('threadForked')}
        </p>
      )}
      {disappearing !== undefined && (
        <p class="thread-fact">
          <Icon name="timer" size={14} />
          {text('threadDisappearing', durationWords(Number(BigInt(disappearing.inNs) / 1_000_000n)))}
        </p>
      )}
    </>
  );
}

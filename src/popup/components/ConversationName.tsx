import type { ConversationView } from '../../bridge/conversationView.ts';
import { conversationName } from '../models/conversationName.ts';
import { LookalikeMark } from './LookalikeNotice.tsx';
import { PeerName } from './PeerName.tsx';

export interface ConversationNameProps {
  readonly conversation: ConversationView;
}

/** A conversation's name in a list or a heading, marked where its address could be taken for another one. A stranger's name is not looked up: it would tell that they wrote. */
export function ConversationName({ conversation }: ConversationNameProps) {
  const name = conversationName(conversation);
  if (conversation.kind === 'group') return <bdi>{name}</bdi>;
  return (
    <>
      <PeerName
        address={conversation.peerAddress}
        fallback={name}
        mayAsk={conversation.consent === 'allowed'}
      />
      <LookalikeMark address={conversation.peerAddress} />
    </>
  );
}

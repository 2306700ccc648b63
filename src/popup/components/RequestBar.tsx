import { useState } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import { conversationName } from '../models/conversationName.ts';
import { text } from '../text.ts';
import { BlockDialog } from './BlockDialog.tsx';
import { Button } from './Button.tsx';

export interface RequestBarProps {
  readonly conversation: ConversationView;
  readonly onAccept: () => void;
  readonly onBlock: () => void;
}

/** Who wants to be let in, and the two answers. */
export function RequestBar({ conversation, onAccept, onBlock }: RequestBarProps) {
  const [isAsking, setAsking] = useState(false);
  const isGroup = conversation.kind === 'group';
  return (
    <div class="request">
      <p>{text(isGroup ? 'requestGroup' : 'requestDm')}</p>
      <div class="settings__row">
        {/* A person can be unblocked; into a group that was left only others can bring one back. */}
        <Button kind="danger" onClick={isGroup ? () => setAsking(true) : onBlock} wide>
          {text('requestBlock')}
        </Button>
        <Button kind="primary" onClick={onAccept} wide>
          {text('requestAccept')}
        </Button>
      </div>
      {isAsking && (
        <BlockDialog
          kind="group"
          name={conversationName(conversation)}
          onClose={() => setAsking(false)}
          onConfirm={onBlock}
        />
      )}
    </div>
  );
}

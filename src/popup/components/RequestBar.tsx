import type { ConversationView } from '../../bridge/conversationView.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';

export interface RequestBarProps {
  readonly conversation: ConversationView;
  readonly onAccept: () => void;
  readonly onBlock: () => void;
}

/** Who wants to be let in, and the two answers. */
export function RequestBar({ conversation, onAccept, onBlock }: RequestBarProps) {
  return (
    <div class="request">
      <p>{text(conversation.kind === 'dm' ? 'requestDm' : 'requestGroup')}</p>
      <div class="settings__row">
        <Button kind="danger" onClick={onBlock} wide>
          {text('requestBlock')}
        </Button>
        <Button kind="primary" onClick={onAccept} wide>
          {text('requestAccept')}
        </Button>
      </div>
    </div>
  );
}

import type { MessageView } from '../../../bridge/messageView.ts';
import { messageText, type NameOf } from '../../models/messageLine.ts';

export interface GroupUpdateLineProps {
  readonly message: MessageView;
  readonly nameOf: NameOf;
}

/** What changed in a group: a line between the bubbles, or a few. */
export function GroupUpdateLine({ message, nameOf }: GroupUpdateLineProps) {
  return (
    <p class="update" data-message-id={message.messageId} dir="auto">
      {messageText(message, nameOf)}
    </p>
  );
}

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
      {unbroken(messageText(message, nameOf))}
    </p>
  );
}

/** No line ends within a shortened address: a joiner after each ellipsis. */
const unbroken = (sentences: string): string => sentences.replaceAll('…', '…\u2060');

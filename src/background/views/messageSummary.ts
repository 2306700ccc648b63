import { messageProse } from '../../bridge/messageProse.ts';
import type { Message } from '../../core/client/client.ts';
import type { Translate } from '../alerts/alertPlan.ts';
import { toMessageView } from './toMessageView.ts';

/** What an alert says of a message, as a list of the windows would. */
export function messageSummary(message: Message, translate: Translate): string {
  const nameOf = (inboxId: string) => `${inboxId.slice(0, 6)}…${inboxId.slice(-4)}`;
  return messageProse(toMessageView(message, 1_000), { say: translate, nameOf });
}

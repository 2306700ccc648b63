/** Whether a new message is worth an alert, and what the alert may say. */
import type { Settings } from '../../bridge/settings.ts';
import { visibleBody, visibleName } from '../../bridge/visibleText.ts';
import type { Conversation, Message } from '../../core/client/client.ts';
import { cutText } from '../views/cutText.ts';
import { messageSummary } from '../views/messageSummary.ts';
import type { AlertPlan, Translate } from './alertPlan.ts';
import { conversationAlertId } from './alertPlan.ts';
import { requestAlert } from './fixedAlerts.ts';

/** Longest text of an alert. */
const maxBodyLength = 180;

/**
 * - none from blocked people, of our own, of what is no content, of what is muted, or when alerts are off or silent;
 * - from someone who was not accepted: only that there is a request, all of them in one alert;
 * - otherwise one alert a conversation, with text only when previews are on.
 */
export function decideAlert(
  input: {
    readonly conversation: Conversation;
    readonly message: Message;
    readonly settings: Settings;
    /** The thread is open in a focused window. */
    readonly isBeingRead: boolean;
    /** The person does not want to be disturbed now. */
    readonly isQuiet: boolean;
  },
  translate: Translate,
): AlertPlan | undefined {
  const { conversation, message, settings, isBeingRead, isQuiet } = input;
  if (!settings.alertsEnabled || isQuiet || isBeingRead || conversation.isMuted) return undefined;
  if (message.isOwn || message.kind !== 'content' || conversation.consent === 'denied') return undefined;
  if (conversation.consent === 'unknown') return requestAlert(translate);
  const id = conversationAlertId(conversation.conversationId);
  const count = conversation.unreadCount;
  const counted = count > 1 ? translate('alertUnreadCount', String(count)) : undefined;
  if (!settings.alertPreview) {
    return { id, title: translate('alertGenericTitle'), body: counted ?? translate('alertGenericBody') };
  }
  return {
    id,
    title: titleOf(conversation, translate),
    body: cutText(visibleBody(messageSummary(message, translate)), maxBodyLength),
    ...(counted === undefined ? {} : { context: counted }),
  };
}

function titleOf(conversation: Conversation, translate: Translate): string {
  if (conversation.kind === 'group') {
    return cutText(visibleName(conversation.name), 80) || translate('alertUnnamedGroup');
  }
  const name = conversation.peerAddress ?? conversation.peerInboxId ?? '';
  return name.length > 12 ? `${name.slice(0, 6)}…${name.slice(-4)}` : name;
}

/** Whether a message of a site's sender is worth an alert: the person has switched its kind on, and nothing else is. */
import type { Settings } from '../../bridge/settings.ts';
import { visibleBody, visibleName } from '../../bridge/visibleText.ts';
import type { Conversation, Message } from '../../core/client/client.ts';
import { decodeNotification } from '../../core/content/notificationContent.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';
import { type AlertPlan, conversationAlertId, type Translate } from './alertPlan.ts';

export interface AppSubscription {
  readonly site: SiteBody;
  readonly subscription: SiteSubscriptionBody;
}

export interface AppAlert {
  /** Whose budget of alerts it takes from. */
  readonly grantId: string;
  readonly plan: AlertPlan;
}

/** `subscriptions`: the active ones of the sender. The first that wants this kind of message speaks for it. */
export function decideAppAlert(
  input: {
    readonly subscriptions: readonly AppSubscription[];
    readonly conversation: Conversation;
    readonly message: Message;
    readonly settings: Settings;
    readonly isBeingRead: boolean;
    readonly isQuiet: boolean;
  },
  translate: Translate,
): AppAlert | undefined {
  const { subscriptions, conversation, message, settings, isBeingRead, isQuiet } = input;
  if (!settings.alertsEnabled || isQuiet || isBeingRead) return undefined;
  if (conversation.consent !== 'allowed' || conversation.isMuted) return undefined;
  // What carries no kind cannot have been switched on.
  const notification = message.encoded === undefined ? undefined : decodeNotification(message.encoded);
  if (notification === undefined) return undefined;
  const wanting = subscriptions.find(
    ({ subscription }) =>
      !subscription.isMuted && subscription.types.some(({ id, isOn }) => isOn && id === notification.type),
  );
  if (wanting === undefined) return undefined;
  const { site, subscription } = wanting;
  const id = conversationAlertId(conversation.conversationId);
  const plan = settings.alertPreview
    ? {
        id,
        // Which site, by the browser's word, stands on a line that no message can write.
        title: visibleName(notification.title),
        body: visibleBody(notification.body),
        context: site.name === undefined ? hostOf(site) : `${site.name} · ${hostOf(site)}`,
      }
    : { id, title: translate('alertGenericTitle'), body: translate('alertGenericBody') };
  return { grantId: subscription.grantId, plan };
}

const hostOf = ({ origin }: SiteBody): string => new URL(origin).host;

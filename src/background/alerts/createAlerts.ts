/** Collects new messages for a moment, then alerts once a conversation. */
import type { Settings } from '../../bridge/settings.ts';
import type { Client, ClientEvent, Conversation, Message } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { AlertPlan, Translate } from './alertPlan.ts';
import type { AppAlertRate } from './createAppAlertRate.ts';
import { decideAlert } from './decideAlert.ts';
import { type AppSubscription, decideAppAlert } from './decideAppAlert.ts';
import { summaryAlert } from './fixedAlerts.ts';
import { isQuietAt } from './isQuietAt.ts';

/** More conversations than this at once (after a sleep) become one alert. */
const maxAtOnce = 4;

export interface Alerts {
  note(event: ClientEvent): void;
}

export interface AlertsDeps {
  readonly client: () => Promise<Client>;
  readonly settings: () => Promise<Settings>;
  readonly nowMs: () => number;
  readonly isBeingRead: (conversationId: string) => Promise<boolean>;
  /** Active subscriptions of an inbox that writes for sites; none for anybody else. */
  readonly subscriptionsOf: (inboxId: string) => readonly AppSubscription[];
  readonly mayAppAlert: AppAlertRate;
  readonly show: (plan: AlertPlan) => void;
  readonly translate: Translate;
  readonly delayMs: number;
  readonly logger: Logger;
}

export function createAlerts(deps: AlertsDeps): Alerts {
  /** By conversation, oldest first. */
  let pending = new Map<string, Message[]>();
  let isArmed = false;

  const flush = async () => {
    isArmed = false;
    const messages = pending;
    pending = new Map();
    const client = await deps.client();
    const settings = await deps.settings();
    const isQuiet = isQuietAt(settings, deps.nowMs());
    const plans = new Map<string, AlertPlan>();
    for (const [conversationId, news] of messages) {
      const conversation = await client.getConversation(conversationId);
      if (conversation === undefined) continue;
      const isBeingRead = await deps.isBeingRead(conversation.conversationId);
      const plan = await planOf(news, { conversation, settings, isBeingRead, isQuiet });
      if (plan !== undefined) plans.set(plan.id, plan);
    }
    if (plans.size > maxAtOnce) {
      deps.show(summaryAlert(plans.size, deps.translate));
      return;
    }
    for (const plan of plans.values()) deps.show(plan);
  };

  const planOf = async (
    news: readonly Message[],
    facts: {
      readonly conversation: Conversation;
      readonly settings: Settings;
      readonly isBeingRead: boolean;
      readonly isQuiet: boolean;
    },
  ): Promise<AlertPlan | undefined> => {
    const { conversation } = facts;
    const { peerInboxId } = conversation;
    const subscriptions =
      conversation.kind === 'dm' && peerInboxId !== undefined ? deps.subscriptionsOf(peerInboxId) : [];
    const newest = news.at(-1);
    if (newest === undefined) return undefined;
    if (subscriptions.length === 0) return decideAlert({ ...facts, message: newest }, deps.translate);
    // One alert for what came together; the newest that is wanted speaks.
    const wanted = news.flatMap(
      (message) => decideAppAlert({ ...facts, message, subscriptions }, deps.translate) ?? [],
    );
    const alert = wanted.at(-1);
    return alert !== undefined && (await deps.mayAppAlert(alert.grantId)) ? alert.plan : undefined;
  };

  return {
    note(event) {
      if (event.kind !== 'message' || !event.isNew) return;
      const { message } = event;
      if (message.isOwn || message.kind !== 'content') return;
      pending.set(message.conversationId, [...(pending.get(message.conversationId) ?? []), message]);
      if (isArmed) return;
      isArmed = true;
      setTimeout(() => {
        flush().catch((error: unknown) => deps.logger.warn('alerts.failed', errorFacts(error)));
      }, deps.delayMs);
    },
  };
}

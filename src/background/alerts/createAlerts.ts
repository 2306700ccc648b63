/**
 * Collects new messages for a moment, then alerts once a conversation. An alert goes with the message that it quotes: what
 * was deleted or has vanished must not stand on the screen.
 */
import type { Settings } from '../../bridge/settings.ts';
import type { Client, ClientEvent, Conversation, Message } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { type AlertPlan, conversationAlertId, type Translate } from './alertPlan.ts';
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
  readonly clear: (alertId: string) => void;
  readonly translate: Translate;
  readonly delayMs: number;
  readonly logger: Logger;
}

/** New messages by conversation, oldest first. */
type News = Map<string, Message[]>;

/** An alert and the message that it speaks of. */
interface PlannedAlert {
  readonly plan: AlertPlan;
  readonly message: Message;
}

export function createAlerts(deps: AlertsDeps): Alerts {
  let pending: News = new Map();
  let isArmed = false;
  /** What is being made into alerts. */
  const underWay = new Set<News>();
  /** Of which message the alert of a conversation speaks, as far as this life of the worker knows. */
  const told = new Map<string, string>();

  const flush = async () => {
    isArmed = false;
    const news = pending;
    pending = new Map();
    underWay.add(news);
    try {
      await tell(news);
    } finally {
      underWay.delete(news);
    }
  };

  const tell = async (news: News) => {
    const client = await deps.client();
    const settings = await deps.settings();
    const isQuiet = isQuietAt(settings, deps.nowMs());
    const planned = new Map<string, PlannedAlert>();
    for (const conversationId of news.keys()) {
      const conversation = await client.getConversation(conversationId);
      if (conversation === undefined) continue;
      const isBeingRead = await deps.isBeingRead(conversation.conversationId);
      const messages = await heard(client, conversation, news.get(conversationId) ?? []);
      const alert = await planOf(messages, { conversation, settings, isBeingRead, isQuiet });
      if (alert !== undefined) planned.set(alert.plan.id, alert);
    }
    // Locked in the meantime: what is shown from now on names nobody.
    if ((await deps.client()) !== client) return;
    if (planned.size > maxAtOnce) {
      deps.show(summaryAlert(planned.size, deps.translate));
      return;
    }
    for (const { plan, message } of planned.values()) {
      const { conversationId, messageId } = message;
      if (news.get(conversationId)?.includes(message) !== true) continue;
      told.set(conversationId, messageId);
      deps.show(plan);
    }
  };

  const withdraw = (conversationId: string, messageId: string) => {
    for (const news of [pending, ...underWay]) {
      const messages = news.get(conversationId);
      if (messages === undefined) continue;
      news.set(
        conversationId,
        messages.filter((message) => message.messageId !== messageId),
      );
    }
    // Of what an alert of an earlier life speaks nobody knows: none is better than one of what is gone.
    if ((told.get(conversationId) ?? messageId) === messageId)
      deps.clear(conversationAlertId(conversationId));
  };

  const planOf = async (
    news: readonly Message[],
    facts: {
      readonly conversation: Conversation;
      readonly settings: Settings;
      readonly isBeingRead: boolean;
      readonly isQuiet: boolean;
    },
  ): Promise<PlannedAlert | undefined> => {
    const { conversation } = facts;
    const { peerInboxId } = conversation;
    const subscriptions =
      conversation.kind === 'dm' && peerInboxId !== undefined ? deps.subscriptionsOf(peerInboxId) : [];
    const newest = news.at(-1);
    if (newest === undefined) return undefined;
    if (subscriptions.length === 0) {
      const plan = decideAlert({ ...facts, message: newest }, deps.translate);
      return plan && { plan, message: newest };
    }
    // One alert for what came together; the newest that is wanted speaks.
    const wanted = news.flatMap((message) => {
      const alert = decideAppAlert({ ...facts, message, subscriptions }, deps.translate);
      return alert === undefined ? [] : [{ ...alert, message }];
    });
    const alert = wanted.at(-1);
    return alert !== undefined && (await deps.mayAppAlert(alert.grantId)) ? alert : undefined;
  };

  return {
    note(event) {
      if (event.kind === 'messageRemoved') withdraw(event.conversationId, event.messageId);
      if (event.kind !== 'message') return;
      const { message, isNew } = event;
      if (message.deletedBy !== undefined) withdraw(message.conversationId, message.messageId);
      if (!isNew || message.isOwn || message.kind !== 'content') return;
      const before = pending.get(message.conversationId);
      if (before === undefined) pending.set(message.conversationId, [message]);
      else before.push(message);
      if (isArmed) return;
      isArmed = true;
      setTimeout(() => {
        flush().catch((error: unknown) => deps.logger.warn('alerts.failed', errorFacts(error)));
      }, deps.delayMs);
    },
  };
}

/** Without those of who is blocked: one may be in a group with them. */
async function heard(
  client: Client,
  { kind }: Conversation,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  if (kind === 'dm') return messages;
  const senders = [...new Set(messages.map(({ senderInboxId }) => senderInboxId))];
  const consents = await Promise.all(senders.map((inboxId) => client.inboxConsent(inboxId)));
  const blocked = new Set(senders.filter((_, at) => consents[at] === 'denied'));
  return messages.filter(({ senderInboxId }) => !blocked.has(senderInboxId));
}

/** Collects new messages for a moment, then alerts once a conversation. */
import type { Settings } from '../../bridge/settings.ts';
import type { Client, ClientEvent, Message } from '../../core/client/client.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { AlertPlan, Translate } from './alertPlan.ts';
import { decideAlert } from './decideAlert.ts';
import { summaryAlert } from './fixedAlerts.ts';

/** More conversations than this at once (after a sleep) become one alert. */
const maxAtOnce = 4;

export interface Alerts {
  note(event: ClientEvent): void;
}

export interface AlertsDeps {
  readonly client: () => Promise<Client>;
  readonly settings: () => Promise<Settings>;
  readonly isBeingRead: (conversationId: string) => Promise<boolean>;
  readonly show: (plan: AlertPlan) => void;
  readonly translate: Translate;
  readonly delayMs: number;
  readonly logger: Logger;
}

export function createAlerts(deps: AlertsDeps): Alerts {
  /** The newest message by conversation. */
  let pending = new Map<string, Message>();
  let isArmed = false;

  const flush = async () => {
    isArmed = false;
    const messages = pending;
    pending = new Map();
    const client = await deps.client();
    const settings = await deps.settings();
    const plans = new Map<string, AlertPlan>();
    for (const [conversationId, message] of messages) {
      const conversation = await client.getConversation(conversationId);
      if (conversation === undefined) continue;
      const isBeingRead = await deps.isBeingRead(conversation.conversationId);
      const plan = decideAlert({ conversation, message, settings, isBeingRead }, deps.translate);
      if (plan !== undefined) plans.set(plan.id, plan);
    }
    if (plans.size > maxAtOnce) {
      deps.show(summaryAlert(plans.size, deps.translate));
      return;
    }
    for (const plan of plans.values()) deps.show(plan);
  };

  return {
    note(event) {
      if (event.kind !== 'message' || !event.isNew) return;
      const { message } = event;
      if (message.isOwn || message.kind !== 'content') return;
      pending.set(message.conversationId, message);
      if (isArmed) return;
      isArmed = true;
      setTimeout(() => {
        flush().catch((error: unknown) => deps.logger.warn('alerts.failed', errorFacts(error)));
      }, deps.delayMs);
    },
  };
}

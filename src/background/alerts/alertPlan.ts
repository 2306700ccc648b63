/** An alert before it is shown: plain text only. */
export interface AlertPlan {
  /** Showing the same id again replaces the alert. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** A smaller line below. */
  readonly context?: string;
}

/** A string of `_locales` by its name. */
export type Translate = (name: string, ...substitutions: readonly string[]) => string;

/** One for all requests: strangers must not be able to fill the screen. */
export const requestsAlertId = 'requests';
/** One for all that arrives while locked. */
export const lockedAlertId = 'locked';
/** One for many conversations at once. */
export const summaryAlertId = 'summary';

const conversationPrefix = 'conversation/';

export const conversationAlertId = (conversationId: string): string =>
  `${conversationPrefix}${conversationId}`;

/** The conversation that an alert stands for, when it stands for one. */
export function conversationOfAlert(alertId: string): string | undefined {
  const id = alertId.startsWith(conversationPrefix) ? alertId.slice(conversationPrefix.length) : '';
  return /^[0-9a-f]{32}$/u.test(id) ? id : undefined;
}

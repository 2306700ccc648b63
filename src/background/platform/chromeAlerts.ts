/** The browser's alerts and the badge. */
import type { AlertPlan } from '../alerts/alertPlan.ts';
import type { BadgeFace } from '../alerts/unreadBadge.ts';

const badgeColors = { normal: '#3056d3', quiet: '#5a6170' };

/** A string of `_locales`. */
export function translate(name: string, ...substitutions: readonly string[]): string {
  return chrome.i18n.getMessage(name, [...substitutions]);
}

export function showAlert(plan: AlertPlan): void {
  chrome.notifications
    .create(plan.id, {
      type: 'basic',
      iconUrl: chrome.runtime.getURL('/icons/128.png'),
      title: plan.title,
      message: plan.body,
      ...(plan.context === undefined ? {} : { contextMessage: plan.context }),
    })
    .catch(() => undefined);
}

export function clearAlert(id: string): void {
  chrome.notifications.clear(id).catch(() => undefined);
}

export function clearAllAlerts(): void {
  chrome.notifications.getAll().then(
    (all) => {
      for (const id of Object.keys(all)) clearAlert(id);
    },
    () => undefined,
  );
}

export function paintBadge(face: BadgeFace): void {
  chrome.action.setBadgeBackgroundColor({ color: badgeColors[face.tone] }).catch(() => undefined);
  chrome.action.setBadgeText({ text: face.text }).catch(() => undefined);
}

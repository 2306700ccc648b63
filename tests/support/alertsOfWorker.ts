/** What a person sees without any window open: the badge and the alerts. Asked in the worker or in a page. */
import type { Worker } from 'playwright-core';

/** A worker or a page of the extension. */
interface ExtensionScope {
  evaluate<R>(run: () => R | Promise<R>): Promise<R>;
}

export interface Alert {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The line below the text, where the alert of a site says which one. */
  readonly context: string;
}

export function badgeText(where: ExtensionScope): Promise<string> {
  return where.evaluate(() => chrome.action.getBadgeText({}));
}

/** Ids of the alerts that are shown now. */
export function shownAlertIds(where: ExtensionScope): Promise<string[]> {
  return where.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
}

/** Records what each later alert says, which the browser does not give back. */
export async function recordAlerts(worker: Worker): Promise<() => Promise<readonly Alert[]>> {
  await worker.evaluate(() => {
    const scope = globalThis as typeof globalThis & { recordedAlerts?: unknown[] };
    const recorded: unknown[] = [];
    scope.recordedAlerts = recorded;
    const create = chrome.notifications.create.bind(chrome.notifications) as (...args: unknown[]) => unknown;
    chrome.notifications.create = ((...args: unknown[]) => {
      const [id, options] = typeof args[0] === 'string' ? args : ['', args[0]];
      const { title, message, contextMessage } = options as chrome.notifications.NotificationOptions;
      recorded.push({ id, title: title ?? '', body: message ?? '', context: contextMessage ?? '' });
      return create(...args);
    }) as typeof chrome.notifications.create;
  });
  return () =>
    worker.evaluate(
      () => (globalThis as typeof globalThis & { recordedAlerts?: Alert[] }).recordedAlerts ?? [],
    ) as Promise<readonly Alert[]>;
}

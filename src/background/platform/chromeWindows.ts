/** Bringing the inbox before a person's eyes. */
import type { WindowContext } from '../port/createWindowHub.ts';

/** A popup's size, with room for the frame of a window. */
const windowSize = { width: 400, height: 640 };

const onboardingPath = '/onboarding.html';

export function openOnboarding(): void {
  chrome.tabs.create({ url: chrome.runtime.getURL(onboardingPath) }).catch(() => undefined);
}

export async function isBrowserFocused(): Promise<boolean> {
  return (await chrome.windows.getLastFocused()).focused;
}

/**
 * Shows a conversation (or just the inbox) in a window that is open already, else in one of its own: a side panel
 * may be opened only by a gesture inside the browser, and the click on an alert is none.
 */
export async function showInWindow(
  windows: readonly WindowContext[],
  conversationId: string | undefined,
): Promise<void> {
  const open = windows.filter(({ path }) => path !== onboardingPath);
  // A popup closes when it loses the focus, so one that is open is in front; then panels; then windows of ours.
  const target = open.find(({ tabId }) => tabId === undefined) ?? open[0];
  if (target === undefined) {
    const route = conversationId === undefined ? '' : `#/conversation/${conversationId}`;
    const url = chrome.runtime.getURL(`/popup.html?surface=window${route}`);
    await chrome.windows.create({ url, type: 'popup', ...windowSize });
    return;
  }
  if (conversationId !== undefined) target.send({ kind: 'showConversation', conversationId });
  const windowId =
    target.tabId === undefined
      ? (await chrome.windows.getLastFocused()).id
      : (await chrome.tabs.get(target.tabId)).windowId;
  if (target.tabId !== undefined) await chrome.tabs.update(target.tabId, { active: true });
  if (windowId !== undefined) await chrome.windows.update(windowId, { focused: true });
}

/** Bringing the inbox before a person's eyes. */
import type { WindowContext } from '../port/createWindowHub.ts';

/** A popup's size, with room for the frame of a window. */
const windowSize = { width: 400, height: 640 };

/** Where an account is made. */
export const onboardingPath = '/onboarding.html';

/** Where a person answers a site: the only page that may. */
export const approvalPath = '/approval.html';

export function openOnboarding(): void {
  chrome.tabs.create({ url: chrome.runtime.getURL(onboardingPath) }).catch(() => undefined);
}

export async function isBrowserFocused(): Promise<boolean> {
  return (await chrome.windows.getLastFocused()).focused;
}

/** The window of sites that ask. */
export const approvalWindow = {
  async open(): Promise<number> {
    const url = chrome.runtime.getURL(approvalPath);
    const created = await chrome.windows.create({ url, type: 'popup', ...windowSize });
    return created?.id ?? chrome.windows.WINDOW_ID_NONE;
  },
  async focus(windowId: number): Promise<void> {
    await chrome.windows.update(windowId, { focused: true });
  },
  close: (windowId: number): Promise<void> => chrome.windows.remove(windowId),
  async exists(windowId: number): Promise<boolean> {
    try {
      await chrome.windows.get(windowId);
      return true;
    } catch {
      return false;
    }
  },
};

/** What a window is brought up for. */
export type WindowGoal =
  | { readonly kind: 'inbox' }
  | { readonly kind: 'conversation'; readonly conversationId: string }
  | { readonly kind: 'draft'; readonly draftId: string };

const hashOf = (goal: WindowGoal): string => {
  if (goal.kind === 'conversation') return `#/conversation/${goal.conversationId}`;
  return goal.kind === 'draft' ? `#/draft/${goal.draftId}` : '';
};

/**
 * Shows a conversation (or a draft, or just the inbox) in a window that is open already, else in one of its own: a side panel
 * may be opened only by a gesture inside the browser, and the click on an alert is none.
 */
export async function showInWindow(windows: readonly WindowContext[], goal: WindowGoal): Promise<void> {
  const open = windows.filter(({ path }) => path !== onboardingPath && path !== approvalPath);
  // A popup closes when it loses the focus, so one that is open is in front; then panels; then windows of ours.
  const target = open.find(({ tabId }) => tabId === undefined) ?? open[0];
  if (target === undefined) {
    const url = chrome.runtime.getURL(`/popup.html?surface=window${hashOf(goal)}`);
    await chrome.windows.create({ url, type: 'popup', ...windowSize });
    return;
  }
  if (goal.kind === 'conversation') {
    target.send({ kind: 'showConversation', conversationId: goal.conversationId });
  }
  if (goal.kind === 'draft') target.send({ kind: 'showDraft', draftId: goal.draftId });
  const windowId =
    target.tabId === undefined
      ? (await chrome.windows.getLastFocused()).id
      : (await chrome.tabs.get(target.tabId)).windowId;
  if (target.tabId !== undefined) await chrome.tabs.update(target.tabId, { active: true });
  if (windowId !== undefined) await chrome.windows.update(windowId, { focused: true });
}

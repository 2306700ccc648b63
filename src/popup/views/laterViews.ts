/** Every view but the list, each in a script of its own. */
import { lazyView } from '../components/lazyView.tsx';

export const thread = lazyView(async () => (await import('./ThreadView.tsx')).ThreadView);
export const newMessage = lazyView(async () => (await import('./NewMessageView.tsx')).NewMessageView);
export const settings = lazyView(async () => (await import('./SettingsView.tsx')).SettingsView);
export const conversations = lazyView(
  async () => (await import('./ConversationsView.tsx')).ConversationsView,
);
export const groupPages = lazyView(async () => (await import('./GroupPages.tsx')).GroupPages);
export const newGroup = lazyView(async () => (await import('./NewGroupView.tsx')).NewGroupView);
export const sitesList = lazyView(async () => (await import('./SitesView.tsx')).SitesView);
export const sitePage = lazyView(async () => (await import('./SiteView.tsx')).SiteView);
export const draft = lazyView(async () => (await import('./DraftView.tsx')).DraftView);
export const approval = lazyView(async () => (await import('./ApprovalView.tsx')).ApprovalView);
export const onboarding = lazyView(async () => (await import('./OnboardingView.tsx')).OnboardingView);

/** In the order in which they are likely to be wanted. */
const likely = [
  thread,
  newMessage,
  groupPages,
  settings,
  conversations,
  newGroup,
  sitePage,
  sitesList,
  draft,
];

/** One after the other, while nothing else is to be done. */
export async function preloadViews(): Promise<void> {
  for (const view of likely) {
    await new Promise((idle) => requestIdleCallback(idle));
    await view.preload();
  }
}

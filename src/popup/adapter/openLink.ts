/** Opens a page of the web in a tab of its own, which learns nothing of where it was opened from. */
export function openLink(url: string): void {
  void chrome.tabs.create({ url });
}

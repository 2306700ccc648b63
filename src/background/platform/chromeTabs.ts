import { openWalletPort } from '../../bridge/page/walletCalls.ts';

/** Open tabs, as far as they may hold a wallet. Their addresses stay unread: the browser stamps them on the ports. */
export const walletTabs = {
  async ids(): Promise<readonly number[]> {
    return (await chrome.tabs.query({})).flatMap(({ id }) => id ?? []);
  },
  async tell(tabId: number): Promise<void> {
    await chrome.tabs.sendMessage(tabId, { kind: openWalletPort }, { frameId: 0 });
  },
};

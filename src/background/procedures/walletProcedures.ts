import type { walletChannels } from '../../bridge/channels/walletChannels.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { onboardingPath } from '../platform/chromeWindows.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import type { WalletConnector } from '../wallet/createWalletConnector.ts';
import type { Procedures } from './procedure.ts';

/** Behind wallet.*; for the onboarding page alone. */
export function walletProcedures(deps: {
  readonly connector: WalletConnector;
}): Procedures<keyof typeof walletChannels> {
  const { connector } = deps;
  const check = ({ path }: WindowContext) => {
    if (path === onboardingPath) return;
    throw new WalletInboxError('Bridge.WrongPage', 'Only onboarding may ask wallets.');
  };
  return {
    async 'wallet.find'(_, window) {
      check(window);
      return { wallets: [...(await connector.find())] };
    },
    async 'wallet.connect'({ walletId }, window) {
      check(window);
      return { address: await connector.connect(walletId) };
    },
    async 'wallet.confirmText'({ isConfirmed }, window) {
      check(window);
      connector.confirmText(isConfirmed);
      return {};
    },
  };
}

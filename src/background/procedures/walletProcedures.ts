import type { walletChannels } from '../../bridge/channels/walletChannels.ts';
import type { Client } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { approvalPath, onboardingPath } from '../platform/chromeWindows.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import type { WalletConnector } from '../wallet/createWalletConnector.ts';
import { runCallsOfMessage } from '../wallet/runCallsOfMessage.ts';
import type { Procedures } from './procedure.ts';

/** Behind wallet.*: signing in is for the onboarding page alone, and the approval window asks wallets nothing. */
export function walletProcedures(deps: {
  readonly connector: WalletConnector;
  readonly client: () => Promise<Client>;
}): Procedures<keyof typeof walletChannels> {
  const { connector, client } = deps;
  const refuse = (): never => {
    throw new WalletInboxError('Bridge.WrongPage', 'This page may not ask wallets for that.');
  };
  const check = ({ path }: WindowContext) => {
    if (path !== onboardingPath) refuse();
  };
  return {
    async 'wallet.find'(_, { path }) {
      if (path === approvalPath) refuse();
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
    async 'wallet.runCalls'(input, { path }) {
      if (path === approvalPath || path === onboardingPath) refuse();
      return await runCallsOfMessage(await client(), connector, input);
    },
  };
}

import type { approvalChannels } from '../../bridge/channels/approvalChannels.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Approvals } from '../approvals/createApprovals.ts';
import { approvalPath } from '../platform/chromeWindows.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import type { Procedures } from './procedure.ts';

/** Behind approval.*; for the approval window alone. */
export function approvalProcedures(deps: {
  readonly approvals: Approvals;
}): Procedures<keyof typeof approvalChannels> {
  const { approvals } = deps;
  const check = ({ path }: WindowContext) => {
    if (path === approvalPath) return;
    throw new WalletInboxError('Bridge.WrongPage', 'This page may not decide what sites ask.');
  };
  return {
    async 'approval.current'(_, window) {
      check(window);
      const approval = await approvals.current();
      return approval === undefined ? {} : { approval };
    },
    async 'approval.decide'({ requestId, decision }, window) {
      check(window);
      await approvals.decide(requestId, decision);
      return {};
    },
  };
}

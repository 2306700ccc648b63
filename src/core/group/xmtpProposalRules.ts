import type { ProposalRules } from '../mls/applyProposals.ts';
import { appDataHandler } from './appData/appDataHandler.ts';

/**
 * What XMTP's groups make of proposals. libxmtp passes over a ReInit in a commit and goes on in the next epoch: to close the
 * group, as RFC 9420 says, would leave us alone behind, at any member's will.
 */
export const xmtpProposalRules: ProposalRules = { customProposals: [appDataHandler], ignoresReInit: true };

/** Proposal types (RFC 9420 section 17.4). */
export const proposalTypes = {
  add: 1,
  update: 2,
  remove: 3,
  psk: 4,
  reInit: 5,
  externalInit: 6,
  groupContextExtensions: 7,
} as const;

/** The types that every client supports without saying so (RFC 9420 section 7.2). */
export const isDefaultProposalType = (type: number): boolean => type >= 1 && type <= 7;

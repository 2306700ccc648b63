import { decodeTls } from '../../bytes/tlsReader.ts';
import { TlsWriter } from '../../bytes/tlsWriter.ts';
import type { Proposal } from '../../mls/proposal.ts';

/** Proposal type `app_data_update` of the MLS extensions draft. */
export const appDataUpdateProposalType = 8;

/** One change of one component. */
export interface AppDataUpdate {
  readonly componentId: number;
  /** A new value, or for sets and maps what changes in them; absent: the component is removed. */
  readonly payload?: Uint8Array;
}

/** @throws Codec.Malformed */
export const decodeAppDataUpdate = (body: Uint8Array): AppDataUpdate =>
  decodeTls(body, (reader) => {
    const componentId = reader.uint16();
    // customProposalFormat lets no other operation through.
    return reader.uint8() === 1 ? { componentId, payload: reader.opaque() } : { componentId };
  });

export const appDataUpdateProposal = ({ componentId, payload }: AppDataUpdate): Proposal => {
  const writer = new TlsWriter().uint16(componentId);
  if (payload === undefined) writer.uint8(2);
  else writer.uint8(1).opaque(payload);
  return { kind: 'custom', proposalType: appDataUpdateProposalType, body: writer.finish() };
};

/** The updates among the proposals of a commit, each with the leaf that proposed it. */
export const appDataUpdatesOf = (
  proposals: readonly { readonly proposal: Proposal; readonly sender: number }[],
): readonly { readonly update: AppDataUpdate; readonly sender: number }[] =>
  proposals.flatMap(({ proposal, sender }) =>
    proposal.kind === 'custom' && proposal.proposalType === appDataUpdateProposalType
      ? [{ update: decodeAppDataUpdate(proposal.body), sender }]
      : [],
  );

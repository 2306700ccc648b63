import type { TlsReader } from '../bytes/tlsReader.ts';
import { refuse } from './mlsError.ts';

/**
 * How many bytes a proposal type beyond RFC 9420 occupies. MLS gives proposals no length of their own, so a type
 * whose format is unknown makes the whole message unreadable.
 */
type CustomProposalFormat = (reader: TlsReader) => void;

/** `AppDataUpdate` of the MLS extensions draft: uint16 component, uint8 operation, and for an update opaque<V>. */
const skipAppDataUpdate: CustomProposalFormat = (reader) => {
  reader.uint16();
  const operation = reader.uint8();
  if (operation === 1) reader.opaque();
  else if (operation !== 2) {
    refuse('Mls.InvalidMessage', 'unknownOperation', 'An AppDataUpdate has an unknown operation.');
  }
};

const formats: ReadonlyMap<number, CustomProposalFormat> = new Map([[8, skipAppDataUpdate]]);

/** The body of a proposal whose type is known only by its format, or undefined for a type without one. */
export function readCustomProposalBody(reader: TlsReader, proposalType: number): Uint8Array | undefined {
  const skip = formats.get(proposalType);
  if (skip === undefined) return undefined;
  const start = reader.position;
  skip(reader);
  return reader.since(start);
}

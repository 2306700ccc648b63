import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { refuse } from './mlsError.ts';

/** `Extension` of RFC 9420 section 7.2. */
export interface Extension {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Registered types (RFC 9420 section 17.3 and the MLS extensions draft). */
export const extensionTypes = {
  applicationId: 1,
  ratchetTree: 2,
  requiredCapabilities: 3,
  externalPub: 4,
  externalSenders: 5,
  appDataDictionary: 6,
  lastResort: 10,
} as const;

/** The types that every client supports without saying so (RFC 9420 section 7.2). */
export const isDefaultExtensionType = (type: number): boolean => type >= 1 && type <= 5;

function readExtension(reader: TlsReader): Extension {
  return { type: reader.uint16(), data: reader.opaque() };
}

function writeExtension(writer: TlsWriter, extension: Extension): void {
  writer.uint16(extension.type).opaque(extension.data);
}

/** `Extension extensions<V>`; a type may appear once (section 13.4). */
export function readExtensions(reader: TlsReader): readonly Extension[] {
  const extensions = reader.vector(readExtension);
  const seen = new Set<number>();
  for (const { type } of extensions) {
    if (seen.has(type)) refuse('Mls.InvalidMessage', 'duplicateExtension', 'An extension appears twice.');
    seen.add(type);
  }
  return extensions;
}

export function writeExtensions(writer: TlsWriter, extensions: readonly Extension[]): void {
  writer.vector(extensions, writeExtension);
}

export function findExtension(extensions: readonly Extension[], type: number): Extension | undefined {
  return extensions.find((extension) => extension.type === type);
}

/** Registered types that belong somewhere else than into a leaf (RFC 9420 section 17.3). */
export const isMisplacedInLeaf = (type: number): boolean =>
  (isDefaultExtensionType(type) && type !== extensionTypes.applicationId) ||
  type === extensionTypes.lastResort;

/** Registered types that belong somewhere else than into a group context (RFC 9420 section 17.3). */
export const isMisplacedInContext = (type: number): boolean =>
  type === extensionTypes.applicationId ||
  type === extensionTypes.ratchetTree ||
  type === extensionTypes.externalPub ||
  type === extensionTypes.lastResort;

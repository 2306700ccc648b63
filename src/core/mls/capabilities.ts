import type { TlsReader } from '../bytes/tlsReader.ts';
import type { TlsWriter } from '../bytes/tlsWriter.ts';
import { isDefaultExtensionType } from './extension.ts';
import { isDefaultProposalType } from './proposalType.ts';

/** `Capabilities` of RFC 9420 section 7.2: what a client says it understands, as registry numbers. */
export interface Capabilities {
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  readonly extensions: readonly number[];
  readonly proposals: readonly number[];
  readonly credentials: readonly number[];
}

const readUint16 = (reader: TlsReader): number => reader.uint16();
const writeUint16 = (writer: TlsWriter, value: number): void => {
  writer.uint16(value);
};

export function readUint16Vector(reader: TlsReader): readonly number[] {
  return reader.vector(readUint16);
}

export function writeUint16Vector(writer: TlsWriter, values: readonly number[]): void {
  writer.vector(values, writeUint16);
}

export function readCapabilities(reader: TlsReader): Capabilities {
  return {
    versions: readUint16Vector(reader),
    cipherSuites: readUint16Vector(reader),
    extensions: readUint16Vector(reader),
    proposals: readUint16Vector(reader),
    credentials: readUint16Vector(reader),
  };
}

export function writeCapabilities(writer: TlsWriter, capabilities: Capabilities): void {
  writeUint16Vector(writer, capabilities.versions);
  writeUint16Vector(writer, capabilities.cipherSuites);
  writeUint16Vector(writer, capabilities.extensions);
  writeUint16Vector(writer, capabilities.proposals);
  writeUint16Vector(writer, capabilities.credentials);
}

export const supportsExtension = (capabilities: Capabilities, type: number): boolean =>
  isDefaultExtensionType(type) || capabilities.extensions.includes(type);

export const supportsProposal = (capabilities: Capabilities, type: number): boolean =>
  isDefaultProposalType(type) || capabilities.proposals.includes(type);

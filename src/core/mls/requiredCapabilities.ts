import { decodeTls, type TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../bytes/tlsWriter.ts';
import {
  type Capabilities,
  readUint16Vector,
  supportsExtension,
  supportsProposal,
  writeUint16Vector,
} from './capabilities.ts';

/** `RequiredCapabilities` of RFC 9420 section 11.1: what each member must support beyond the defaults. */
export interface RequiredCapabilities {
  readonly extensions: readonly number[];
  readonly proposals: readonly number[];
  readonly credentials: readonly number[];
}

function readRequiredCapabilities(reader: TlsReader): RequiredCapabilities {
  return {
    extensions: readUint16Vector(reader),
    proposals: readUint16Vector(reader),
    credentials: readUint16Vector(reader),
  };
}

function writeRequiredCapabilities(writer: TlsWriter, required: RequiredCapabilities): void {
  writeUint16Vector(writer, required.extensions);
  writeUint16Vector(writer, required.proposals);
  writeUint16Vector(writer, required.credentials);
}

/** The data of a required_capabilities extension. */
export function encodeRequiredCapabilities(required: RequiredCapabilities): Uint8Array {
  return encodeTls(required, writeRequiredCapabilities);
}

/** @throws Codec.Malformed */
export function decodeRequiredCapabilities(data: Uint8Array): RequiredCapabilities {
  return decodeTls(data, readRequiredCapabilities);
}

export function meetsRequirement(capabilities: Capabilities, required: RequiredCapabilities): boolean {
  return (
    required.extensions.every((type) => supportsExtension(capabilities, type)) &&
    required.proposals.every((type) => supportsProposal(capabilities, type)) &&
    required.credentials.every((type) => capabilities.credentials.includes(type))
  );
}

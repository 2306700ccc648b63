import { decodeTls, type TlsReader } from '../bytes/tlsReader.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { protocolVersion } from './cipherSuite.ts';
import { wireFormatNumbers } from './framedContent.ts';
import { type GroupInfo, readGroupInfo, writeGroupInfo } from './groupInfo.ts';
import { type KeyPackage, readKeyPackage, writeKeyPackage } from './keyPackage.ts';
import { refuse } from './mlsError.ts';
import { type PrivateMessage, readPrivateMessage, writePrivateMessage } from './privateMessage.ts';
import { type PublicMessage, readPublicMessage, writePublicMessage } from './publicMessage.ts';
import { readWelcome, type Welcome, writeWelcome } from './welcome.ts';

/** `MLSMessage` of RFC 9420 section 6: what travels. */
export type MlsMessage =
  | { readonly wireFormat: 'publicMessage'; readonly publicMessage: PublicMessage }
  | { readonly wireFormat: 'privateMessage'; readonly privateMessage: PrivateMessage }
  | { readonly wireFormat: 'welcome'; readonly welcome: Welcome }
  | { readonly wireFormat: 'groupInfo'; readonly groupInfo: GroupInfo }
  | { readonly wireFormat: 'keyPackage'; readonly keyPackage: KeyPackage };

function readMlsMessage(reader: TlsReader): MlsMessage {
  const version = reader.uint16();
  if (version !== protocolVersion) {
    return refuse('Mls.InvalidMessage', 'unknownVersion', 'A message is of another version of MLS.', {
      version,
    });
  }
  const wireFormat = reader.uint16();
  switch (wireFormat) {
    case wireFormatNumbers.publicMessage:
      return { wireFormat: 'publicMessage', publicMessage: readPublicMessage(reader) };
    case wireFormatNumbers.privateMessage:
      return { wireFormat: 'privateMessage', privateMessage: readPrivateMessage(reader) };
    case wireFormatNumbers.welcome:
      return { wireFormat: 'welcome', welcome: readWelcome(reader) };
    case wireFormatNumbers.groupInfo:
      return { wireFormat: 'groupInfo', groupInfo: readGroupInfo(reader) };
    case wireFormatNumbers.keyPackage:
      return { wireFormat: 'keyPackage', keyPackage: readKeyPackage(reader) };
    default:
      return refuse('Mls.InvalidMessage', 'unknownWireFormat', 'A message has an unknown wire format.', {
        wireFormat,
      });
  }
}

/** Format only. @throws Codec.Malformed, Mls.InvalidMessage */
export function decodeMlsMessage(bytes: Uint8Array): MlsMessage {
  return decodeTls(bytes, readMlsMessage);
}

export function encodeMlsMessage(message: MlsMessage): Uint8Array {
  const writer = new TlsWriter(512).uint16(protocolVersion).uint16(wireFormatNumbers[message.wireFormat]);
  switch (message.wireFormat) {
    case 'publicMessage':
      writePublicMessage(writer, message.publicMessage);
      break;
    case 'privateMessage':
      writePrivateMessage(writer, message.privateMessage);
      break;
    case 'welcome':
      writeWelcome(writer, message.welcome);
      break;
    case 'groupInfo':
      writeGroupInfo(writer, message.groupInfo);
      break;
    case 'keyPackage':
      writeKeyPackage(writer, message.keyPackage);
      break;
  }
  return writer.finish();
}

/** The bytes of an `MLSMessage` that must hold a welcome. @throws Codec.Malformed, Mls.InvalidWelcome */
export function decodeWelcomeMessage(bytes: Uint8Array): Welcome {
  const message = decodeMlsMessage(bytes);
  if (message.wireFormat !== 'welcome') {
    return refuse('Mls.InvalidWelcome', 'notAWelcome', 'A message that should be a welcome is not.');
  }
  return message.welcome;
}

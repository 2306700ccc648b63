import type { TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../bytes/tlsWriter.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { type Extension, readExtensions, writeExtensions } from './extension.ts';
import { type GroupContext, readGroupContext, writeGroupContext } from './groupContext.ts';
import { signatureCheck, signWithLabel } from './signWithLabel.ts';

/** `GroupInfo` of RFC 9420 section 12.4.3. */
export interface GroupInfo {
  readonly groupContext: GroupContext;
  readonly extensions: readonly Extension[];
  readonly confirmationTag: Uint8Array;
  /** Leaf index of the member that signed. */
  readonly signer: number;
  readonly signature: Uint8Array;
}

type UnsignedGroupInfo = Omit<GroupInfo, 'signature'>;

export function readGroupInfo(reader: TlsReader): GroupInfo {
  return {
    groupContext: readGroupContext(reader),
    extensions: readExtensions(reader),
    confirmationTag: reader.opaque(),
    signer: reader.uint32(),
    signature: reader.opaque(),
  };
}

/** `GroupInfoTBS`. */
function writeContent(writer: TlsWriter, groupInfo: UnsignedGroupInfo): void {
  writeGroupContext(writer, groupInfo.groupContext);
  writeExtensions(writer, groupInfo.extensions);
  writer.opaque(groupInfo.confirmationTag).uint32(groupInfo.signer);
}

export function writeGroupInfo(writer: TlsWriter, groupInfo: GroupInfo): void {
  writeContent(writer, groupInfo);
  writer.opaque(groupInfo.signature);
}

export function signGroupInfo(unsigned: UnsignedGroupInfo, signaturePrivateKey: Uint8Array): GroupInfo {
  const signature = signWithLabel(signaturePrivateKey, 'GroupInfoTBS', encodeTls(unsigned, writeContent));
  return { ...unsigned, signature };
}

/** The check that must pass under the signer's key. */
export function groupInfoSignatureCheck(groupInfo: GroupInfo, signatureKey: Uint8Array): SignatureCheck {
  const content = encodeTls(groupInfo, writeContent);
  return signatureCheck(signatureKey, 'GroupInfoTBS', content, groupInfo.signature);
}

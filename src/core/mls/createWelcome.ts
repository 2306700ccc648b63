import { encodeTls } from '../bytes/tlsWriter.ts';
import type { Random } from '../ports.ts';
import type { AddedMember } from './applyProposals.ts';
import type { CipherSuite } from './cipherSuite.ts';
import { type FreshPath, pathSecretFor } from './createUpdatePath.ts';
import { encryptWithLabel } from './encryptWithLabel.ts';
import { type Extension, extensionTypes } from './extension.ts';
import { signGroupInfo, writeGroupInfo } from './groupInfo.ts';
import type { GroupState } from './groupState.ts';
import { keyPackageRef } from './keyPackage.ts';
import { welcomeSecret } from './keySchedule.ts';
import { encodeMlsMessage } from './mlsMessage.ts';
import type { EpochDraft } from './nextEpoch.ts';
import type { PreSharedKeyId } from './preSharedKeyId.ts';
import { encodeRatchetTree } from './ratchetTreeExtension.ts';
import { type EncryptedGroupSecrets, writeGroupSecrets } from './welcome.ts';
import { welcomeKey } from './welcomeKey.ts';

/**
 * The welcome for all members that a commit adds, the ratchet tree inside (RFC 9420 section 12.4.3.1).
 *
 * @param next the state after the commit
 * @returns the bytes of an MLSMessage
 */
export function createWelcome(
  next: GroupState,
  draft: EpochDraft,
  added: readonly AddedMember[],
  path: FreshPath | undefined,
  psks: { readonly ids: readonly PreSharedKeyId[]; readonly secret: Uint8Array },
  random: Random,
): Uint8Array {
  const { suite } = next;
  const ratchetTree: Extension = { type: extensionTypes.ratchetTree, data: encodeRatchetTree(next.tree) };
  const groupInfo = signGroupInfo(
    {
      groupContext: next.groupContext,
      extensions: [ratchetTree],
      confirmationTag: draft.confirmationTag,
      signer: next.ownLeafIndex,
    },
    next.signaturePrivateKey,
  );
  const { key, nonce } = welcomeKey(suite, welcomeSecret(draft.joiner, psks.secret));
  const encryptedGroupInfo = suite.aead.seal(
    key,
    nonce,
    new Uint8Array(),
    encodeTls(groupInfo, writeGroupInfo),
  );
  const secrets = added.map((member) =>
    encryptSecrets(suite, member, draft.joiner, path, psks.ids, encryptedGroupInfo, random),
  );
  return encodeMlsMessage({
    wireFormat: 'welcome',
    welcome: { cipherSuite: suite.id, secrets, encryptedGroupInfo },
  });
}

function encryptSecrets(
  suite: CipherSuite,
  { leafIndex, keyPackage }: AddedMember,
  joinerSecret: Uint8Array,
  path: FreshPath | undefined,
  psks: readonly PreSharedKeyId[],
  encryptedGroupInfo: Uint8Array,
  random: Random,
): EncryptedGroupSecrets {
  const pathSecret = path === undefined ? undefined : pathSecretFor(path, leafIndex);
  const plaintext = encodeTls({ joinerSecret, pathSecret, psks }, writeGroupSecrets);
  return {
    newMember: keyPackageRef(keyPackage),
    encryptedGroupSecrets: encryptWithLabel(
      suite,
      keyPackage.initKey,
      'Welcome',
      encryptedGroupInfo,
      plaintext,
      random,
    ),
  };
}

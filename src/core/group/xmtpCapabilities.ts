import type { Capabilities } from '../mls/capabilities.ts';
import { extensionTypes } from '../mls/extension.ts';
import type { Lifetime } from '../mls/leafNode.ts';
import { appDataUpdateProposalType } from './appData/appDataUpdate.ts';
import { basicCredentialType, groupContextExtensionsProposalType, xmtpExtensionTypes } from './constants.ts';

/** What our leaves and key packages say they understand: libxmtp's list, with what migrated groups need. */
export const xmtpCapabilities: Capabilities = {
  versions: [1],
  cipherSuites: [3],
  extensions: [
    extensionTypes.lastResort,
    extensionTypes.applicationId,
    xmtpExtensionTypes.immutableMetadata,
    extensionTypes.appDataDictionary,
    xmtpExtensionTypes.groupPermissions,
    xmtpExtensionTypes.mutableMetadata,
    xmtpExtensionTypes.groupMembership,
    xmtpExtensionTypes.welcomeWrapperEncryption,
    xmtpExtensionTypes.welcomePointeeAeadTypes,
  ],
  proposals: [groupContextExtensionsProposalType, appDataUpdateProposalType],
  credentials: [basicCredentialType],
};

const hourSeconds = 3600n;
const lifetimeSeconds = 84n * 24n * hourSeconds;

/** 84 days from now; an hour of the past for clocks that are slow (openmls's default). */
export const xmtpLifetime = (nowMs: number): Lifetime => {
  const now = BigInt(Math.floor(nowMs / 1000));
  return { notBefore: now - hourSeconds, notAfter: now + lifetimeSeconds };
};

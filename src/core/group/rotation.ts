import { installationCheckMs, rotationIntervalMs } from './constants.ts';

/**
 * Whether an empty commit has to go before the next message: after 30 days, and before the first message of everyone who joined, whose
 * leaf key is still the one of its key package.
 */
export const needsSelfUpdate = (lastRotationMs: number | undefined, nowMs: number): boolean =>
  lastRotationMs === undefined || nowMs - lastRotationMs > rotationIntervalMs;

/** Whether the members' identity logs have to be looked at for new and revoked installations. */
export const needsInstallationCheck = (params: {
  readonly lastCheckMs: number | undefined;
  readonly nowMs: number;
  readonly isSending: boolean;
}): boolean => {
  const { lastCheckMs, nowMs, isSending } = params;
  const interval = isSending ? installationCheckMs.beforeSend : installationCheckMs.otherwise;
  return lastCheckMs === undefined || nowMs - lastCheckMs > interval;
};

/** Whether an installation's key package is due for replacement by age. After a welcome it is in any case. */
export const needsKeyPackageRotation = (createdAtMs: number, nowMs: number): boolean =>
  nowMs - createdAtMs > rotationIntervalMs;

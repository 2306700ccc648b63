import type { Extension } from '../mls/extension.ts';
import { readGroupContext } from './groupContextExtensions.ts';
import { type PermissionKind, withPolicy } from './groupPermissions.ts';
import type { Policy } from './policy.ts';
import {
  type AdminAction,
  changeAdmins,
  changeAttributes,
  changePolicies,
  type SettingsChange,
} from './settingsChange.ts';

/** A wish to change a group's settings, as plain data: it is stored and applied to the group as it is by then. */
export type SettingsIntent =
  /** `field` is one of `metadataField`. */
  | { readonly kind: 'attribute'; readonly field: string; readonly value: string }
  | { readonly kind: 'admins'; readonly action: AdminAction; readonly inboxId: string }
  | { readonly kind: 'policy'; readonly permission: PermissionKind; readonly policy: Policy };

/**
 * The commit that fulfils an intent in the group as it is now.
 *
 * @throws Group.Refused for a policy that the wire cannot express
 */
export const changeOfSettingsIntent = (
  target: { readonly extensions: readonly Extension[]; readonly actorInboxId: string },
  intent: SettingsIntent,
): SettingsChange => {
  if (intent.kind === 'attribute') {
    return changeAttributes({ ...target, attributes: new Map([[intent.field, intent.value]]) });
  }
  if (intent.kind === 'admins') {
    return changeAdmins({ ...target, action: intent.action, inboxId: intent.inboxId });
  }
  const context = readGroupContext(target.extensions);
  if (context === undefined) return { kind: 'refused', reason: 'malformedContext' };
  const policies = withPolicy(context.policies, intent.permission, intent.policy);
  return changePolicies({ ...target, policies });
};

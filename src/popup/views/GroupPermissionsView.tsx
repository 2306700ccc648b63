import {
  type GroupView,
  type PermissionName,
  type PermissionPolicy,
  permissionKinds,
  permissionPolicies,
} from '../../bridge/groupView.ts';
import { FailureNote } from '../components/FailureNote.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { Select } from '../components/Select.tsx';
import type { GroupModel } from '../models/groupModel.ts';
import { maySetPermissions } from '../models/groupRights.ts';
import { text } from '../text.ts';

export interface GroupPermissionsViewProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  readonly onBack: () => void;
}

/** The network has no way to say that everyone makes admins. */
const noneForEveryone: ReadonlySet<PermissionName> = new Set(['addAdmin', 'removeAdmin']);

export function GroupPermissionsView({ group, model, onBack }: GroupPermissionsViewProps) {
  const isEditable = maySetPermissions(group);
  const failure = model.failure.value;
  return (
    <section aria-label={text('groupPermissions')} class="pane">
      <PaneHeader onBack={onBack} title={text('groupPermissions')} />
      <div class="scroll">
        <FailureNote sentence={failure?.sentence} />
        <div class="settings__group">
          <p class="field__hint">{text(isEditable ? 'groupPermissionsYours' : 'groupPermissionsLead')}</p>
          {isEditable ? (
            permissionKinds.map((kind) => (
              <Select
                busy={model.working.value.has(`permission:${kind}`)}
                key={kind}
                label={text(`permission_${kind}`)}
                onChange={(policy) => {
                  if (policy === 'custom' || policy === group.permissions[kind]) return;
                  void model.change(`permission:${kind}`, 'group.setPermission', { kind, policy });
                }}
                options={choicesOf(kind, group.permissions[kind])}
                value={group.permissions[kind]}
              />
            ))
          ) : (
            <dl class="policies">
              {permissionKinds.map((kind) => (
                <div key={kind}>
                  <dt>{text(`permission_${kind}`)}</dt>
                  <dd>{text(`policy_${group.permissions[kind]}`)}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </div>
    </section>
  );
}

/** A rule that this page has no words for is named while it holds, and cannot be chosen. */
function choicesOf(kind: PermissionName, current: PermissionPolicy | 'custom') {
  const offered = permissionPolicies.filter(
    (policy) => policy === current || policy !== 'allow' || !noneForEveryone.has(kind),
  );
  return [
    ...(current === 'custom'
      ? [{ value: 'custom' as const, label: text('policy_custom'), isDisabled: true }]
      : []),
    ...offered.map((policy) => ({ value: policy, label: text(`policy_${policy}`) })),
  ];
}

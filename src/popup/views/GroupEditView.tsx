import { useSignal } from '@preact/signals';
import type { GroupView } from '../../bridge/groupView.ts';
import { Field } from '../components/Field.tsx';
import { FormPane } from '../components/FormPane.tsx';
import type { GroupModel } from '../models/groupModel.ts';
import { mayDo } from '../models/groupRights.ts';
import { type GroupTextField, groupTextProblem } from '../models/groupTexts.ts';
import { text } from '../text.ts';

export interface GroupEditViewProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  readonly onBack: () => void;
  readonly onSaved: () => void;
}

const fields = ['name', 'description', 'imageUrl'] as const;

const labels = { name: 'groupName', description: 'groupDescription', imageUrl: 'groupPicture' } as const;

/** Only what was changed is written: others may have changed the rest meanwhile. */
export function GroupEditView({ group, model, onBack, onSaved }: GroupEditViewProps) {
  const written = useSignal<Partial<Record<GroupTextField, string>>>({});
  const offered = fields.filter((field) => mayDo(group, field));
  const shownIn = (field: GroupTextField) => written.value[field] ?? group[field];
  const changed = offered.filter((field) => shownIn(field).trim() !== group[field]);
  const problemOf = (field: GroupTextField) =>
    changed.includes(field) ? groupTextProblem(field, shownIn(field)) : undefined;
  const isBusy = model.working.value.has('texts');
  const failure = model.failure.value;

  async function save(): Promise<void> {
    const changes = Object.fromEntries(changed.map((field) => [field, shownIn(field).trim()]));
    if (await model.change('texts', 'group.update', changes)) onSaved();
  }

  return (
    <FormPane
      busy={isBusy ? text('groupSaving') : undefined}
      disabled={changed.length === 0 || changed.some((field) => problemOf(field) !== undefined)}
      failure={failure?.sentence}
      onBack={onBack}
      onSubmit={() => void save()}
      submit={text('groupSave')}
      title={text('groupEditTitle')}
    >
      {offered.map((field) => (
        <Field
          autoFocus={field === offered[0]}
          error={problemOf(field)}
          key={field}
          label={text(labels[field])}
          onInput={(value) => {
            written.value = { ...written.value, [field]: value };
          }}
          rows={field === 'description' ? 3 : 1}
          value={shownIn(field)}
          {...(field === 'imageUrl' ? { hint: text('groupPictureHint') } : {})}
        />
      ))}
    </FormPane>
  );
}

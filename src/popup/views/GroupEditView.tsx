import { useSignal } from '@preact/signals';
import type { GroupView } from '../../bridge/groupView.ts';
import { Button } from '../components/Button.tsx';
import { Field } from '../components/Field.tsx';
import { IconButton } from '../components/IconButton.tsx';
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
    <section aria-label={text('groupEditTitle')} class="pane">
      <header class="header">
        <IconButton icon="back" label={text('back')} onClick={onBack} />
        <h1 class="header__title header__name">{text('groupEditTitle')}</h1>
      </header>
      <form
        class="form-frame"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="scroll form">
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
        </div>
        <div class="form-foot">
          {failure !== undefined && (
            <p class="field__error" role="alert">
              {failure.sentence}
            </p>
          )}
          {isBusy && (
            <p class="field__hint" role="status">
              {text('groupSaving')}
            </p>
          )}
          <Button
            busy={isBusy}
            disabled={changed.length === 0 || changed.some((field) => problemOf(field) !== undefined)}
            kind="primary"
            type="submit"
            wide
          >
            {text('groupSave')}
          </Button>
        </div>
      </form>
    </section>
  );
}

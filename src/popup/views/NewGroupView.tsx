import { useEffect, useMemo } from 'preact/hooks';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { Choices } from '../components/Choices.tsx';
import { Field } from '../components/Field.tsx';
import { FormPane } from '../components/FormPane.tsx';
import { PeopleField } from '../components/PeopleField.tsx';
import { type GroupTextField, groupTextProblem } from '../models/groupTexts.ts';
import { createNewGroupModel, type GroupPreset } from '../models/newGroupModel.ts';
import type { Router } from '../models/route.ts';
import { text } from '../text.ts';

export interface NewGroupViewProps {
  readonly port: BackgroundPort;
  readonly ownInboxId: string;
  readonly router: Router;
}

const presets: readonly GroupPreset[] = ['allMembers', 'adminOnly'];

/** After these it is not known whether the group was made: the worker ended, or did not answer in time. */
const openEnded: ReadonlySet<string> = new Set(['Bridge.Disconnected', 'Bridge.Timeout']);

export function NewGroupView({ port, ownInboxId, router }: NewGroupViewProps) {
  const model = useMemo(() => createNewGroupModel(port, ownInboxId), [port, ownInboxId]);
  useEffect(() => model.dispose, [model]);
  const problem = (field: GroupTextField) => groupTextProblem(field, model[field].value);
  const hasProblem = (['name', 'description', 'imageUrl'] as const).some((field) => problem(field));
  const failure = model.failure.value;

  async function create(): Promise<void> {
    const made = await model.create();
    // Who went elsewhere meanwhile is not called back.
    if (made === undefined || router.route.peek().name !== 'newGroup') return;
    const { conversationId, notAddedInboxIds } = made;
    if (notAddedInboxIds.length === 0) router.go({ name: 'thread', conversationId });
    else router.go({ name: 'group', conversationId, page: 'about', notAddedInboxIds });
  }

  const field = (name: GroupTextField) => ({
    error: problem(name),
    onInput: (value: string) => {
      model[name].value = value;
    },
    value: model[name].value,
  });

  return (
    <FormPane
      busy={model.isBusy.value ? text('newGroupCreating') : undefined}
      disabled={model.people.isLooking.value || hasProblem}
      failure={
        failure &&
        [failure.sentence, openEnded.has(failure.code) && text('newGroupMaybe')].filter(Boolean).join(' ')
      }
      onBack={() => router.go({ name: 'newMessage' })}
      onSubmit={() => void create()}
      submit={text('newGroupCreate')}
      title={text('newGroupTitle')}
    >
      <PeopleField autoFocus picker={model.people} />
      <Field label={text('groupName')} {...field('name')} />
      <Field label={text('groupDescription')} rows={2} {...field('description')} />
      <Field hint={text('groupPictureHint')} label={text('groupPicture')} {...field('imageUrl')} />
      <Choices
        legend={text('newGroupPermissions')}
        onChange={(preset) => {
          model.preset.value = preset;
        }}
        options={presets.map((preset) => ({
          value: preset,
          label: text(`groupPreset_${preset}`),
          detail: text(`groupPresetDetail_${preset}`),
        }))}
        value={model.preset.value}
      />
    </FormPane>
  );
}

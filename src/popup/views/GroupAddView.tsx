import { useEffect, useMemo } from 'preact/hooks';
import { maxGroupMembers } from '../../bridge/groupView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { FormPane } from '../components/FormPane.tsx';
import { PeopleField } from '../components/PeopleField.tsx';
import type { GroupModel } from '../models/groupModel.ts';
import { createPeoplePicker } from '../models/peoplePicker.ts';
import { text } from '../text.ts';

export interface GroupAddViewProps {
  readonly port: BackgroundPort;
  readonly model: GroupModel;
  readonly onBack: () => void;
  readonly onAdded: (notAddedInboxIds: readonly string[]) => void;
}

export function GroupAddView({ port, model, onBack, onAdded }: GroupAddViewProps) {
  const picker = useMemo(
    () =>
      createPeoplePicker(port, {
        ownInboxId: model.group.peek()?.ownInboxId ?? '',
        isMember: (inboxId) => model.group.peek()?.members.some((each) => each.inboxId === inboxId) ?? false,
        max: maxGroupMembers - (model.group.peek()?.memberCount ?? 0),
      }),
    [port, model],
  );
  useEffect(() => picker.dispose, [picker]);
  const isBusy = model.working.value.has('add');
  const failure = model.failure.value;

  async function add(): Promise<void> {
    const notAdded = await model.addMembers(picker.inboxIds.value);
    if (notAdded !== undefined) onAdded(notAdded);
  }

  return (
    <FormPane
      busy={isBusy ? text('groupAdding') : undefined}
      disabled={picker.inboxIds.value.length === 0 || picker.isLooking.value}
      failure={failure?.sentence}
      onBack={onBack}
      onSubmit={() => void add()}
      submit={text('groupAddNow')}
      title={text('groupAdd')}
    >
      <PeopleField autoFocus picker={picker} />
    </FormPane>
  );
}

import { useEffect, useMemo } from 'preact/hooks';
import { maxGroupMembers } from '../../bridge/groupView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { Button } from '../components/Button.tsx';
import { IconButton } from '../components/IconButton.tsx';
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
    <section aria-label={text('groupAdd')} class="pane">
      <header class="header">
        <IconButton icon="back" label={text('back')} onClick={onBack} />
        <h1 class="header__title header__name">{text('groupAdd')}</h1>
      </header>
      <form
        class="form-frame"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div class="scroll form">
          <PeopleField autoFocus picker={picker} />
        </div>
        <div class="form-foot">
          {failure !== undefined && (
            <p class="field__error" role="alert">
              {failure.sentence}
            </p>
          )}
          {isBusy && (
            <p class="field__hint" role="status">
              {text('groupAdding')}
            </p>
          )}
          <Button
            busy={isBusy}
            disabled={picker.inboxIds.value.length === 0 || picker.isLooking.value}
            kind="primary"
            type="submit"
            wide
          >
            {text('groupAddNow')}
          </Button>
        </div>
      </form>
    </section>
  );
}

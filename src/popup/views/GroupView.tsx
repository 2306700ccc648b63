import { useSignal } from '@preact/signals';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { GroupView as Group } from '../../bridge/groupView.ts';
import { visibleBody, visibleName } from '../../bridge/visibleText.ts';
import { Avatar } from '../components/Avatar.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { GroupDisappearing } from '../components/GroupDisappearing.tsx';
import { GroupEnd } from '../components/GroupEnd.tsx';
import { GroupMembers } from '../components/GroupMembers.tsx';
import { GroupNotices } from '../components/GroupNotices.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Isolated } from '../components/Isolated.tsx';
import { NavigationRow } from '../components/NavigationRow.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { TextWarning } from '../components/TextWarning.tsx';
import type { GroupModel } from '../models/groupModel.ts';
import { mayDo } from '../models/groupRights.ts';
import { pictureHost } from '../models/groupTexts.ts';
import { inboxName, memberCountWords, ownWay } from '../models/groupWords.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import { NamesContext } from '../models/namesContext.ts';
import type { GroupPage, Router } from '../models/route.ts';
import { text } from '../text.ts';

export interface GroupViewProps {
  readonly model: GroupModel;
  readonly conversation: ConversationView | undefined;
  readonly inbox: InboxModel;
  readonly router: Router;
  readonly notAddedInboxIds: readonly string[];
}

/** What a group is, who is in it, and every way to change it or to get out of it. */
export function GroupView({ model, conversation, inbox, router, notAddedInboxIds }: GroupViewProps) {
  const { conversationId } = model;
  const group = model.group.value;
  const failure = model.failure.value;
  const names = useContext(NamesContext)?.names.value;
  const problem = useSignal<string | undefined>(undefined);
  const sentence = failure?.sentence ?? problem.value;
  const frame = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLElement>(null);
  const standing = group && `${group.isLeaving} ${group.isActive} ${conversation?.consent === 'denied'}`;
  const lastStanding = useRef(standing);
  // What was pressed is gone with what it was for: what came of it stands at the top.
  useEffect(() => {
    const isNews = lastStanding.current !== undefined && lastStanding.current !== standing;
    lastStanding.current = standing;
    if (!isNews || document.activeElement !== document.body) return;
    frame.current?.scrollTo(0, 0);
    header.current?.querySelector('button')?.focus();
  }, [standing]);
  const show = (page: GroupPage) => router.go({ name: 'group', conversationId, page });

  return (
    <section aria-busy={group === undefined} aria-label={text('groupDetailsOpen')} class="pane">
      <PaneHeader
        frame={header}
        onBack={() => router.go({ name: 'thread', conversationId })}
        title={text('groupDetailsOpen')}
      >
        {group && mayEdit(group) && (
          <IconButton icon="edit" label={text('groupEdit')} onClick={() => show('edit')} />
        )}
      </PaneHeader>
      <div class="scroll" ref={frame}>
        <FailureNote sentence={sentence} />
        {group === undefined ? (
          failure === undefined && (
            <div class="empty">
              <span aria-hidden="true" class="spinner" />
              <span class="visually-hidden">{text('groupLoading')}</span>
            </div>
          )
        ) : (
          <>
            <Heading group={group} names={names} />
            <GroupNotices consent={conversation?.consent} group={group} />
            {notAddedInboxIds.length > 0 && (
              <p class="notice" role="status">
                {text('groupNotAdded')} {notAddedInboxIds.map((id) => inboxName(group, id, names)).join(', ')}
              </p>
            )}
            <div class="settings__group">
              <NavigationRow
                icon="shield"
                label={text('groupPermissions')}
                onOpen={() => show('permissions')}
                value={text(`groupPreset_${group.preset}`)}
              />
              <GroupDisappearing disappearing={conversation?.disappearing} group={group} model={model} />
            </div>
            <GroupMembers
              group={group}
              mayAsk={conversation?.consent === 'allowed'}
              model={model}
              onAdd={mayDo(group, 'addMember') ? () => show('add') : undefined}
              onMessage={(peer) => {
                problem.value = undefined;
                inbox.openDm(peer).then(
                  (dm) => router.go({ name: 'thread', conversationId: dm.conversationId }),
                  () => {
                    problem.value = text('errorPeerNoInbox');
                  },
                );
              }}
            />
            <GroupEnd consent={conversation?.consent} group={group} model={model} />
          </>
        )}
      </div>
    </section>
  );
}

const mayEdit = (group: Group): boolean =>
  (['name', 'description', 'imageUrl'] as const).some((kind) => mayDo(group, kind));

interface HeadingProps {
  readonly group: Group;
  /** Verified, by address. */
  readonly names: ReadonlyMap<string, string> | undefined;
}

function Heading({ group, names }: HeadingProps) {
  const { conversationId, name, description, imageUrl, memberCount } = group;
  const host = pictureHost(imageUrl);
  return (
    <div class="group-heading">
      <Avatar id={conversationId} size={72} />
      <h2 class="group-heading__name">
        {visibleName(name) === '' ? text('groupUnnamed') : <Isolated text={name} />}
      </h2>
      <TextWarning text={name} />
      <p class="group-heading__facts">
        {memberCountWords(memberCount)} · {ownWay(group, names)}
      </p>
      {description.trim() !== '' && (
        <p class="group-heading__description" dir="auto">
          {visibleBody(description)}
        </p>
      )}
      {imageUrl !== '' && (
        <p class="group-heading__facts">
          {host === undefined ? text('groupPictureOther') : text('groupPictureFact', host)}
        </p>
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConsentView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import { wholeName } from '../models/groupWords.ts';
import { NamesContext } from '../models/namesContext.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { Isolated } from './Isolated.tsx';

export interface GroupNoticesProps {
  readonly group: GroupView;
  readonly consent: ConsentView | undefined;
}

/** What is to be known of a group before one reads or writes in it, in words. */
export function GroupNotices({ group, consent }: GroupNoticesProps) {
  const { addedByInboxId, ownInboxId, pausedForVersion } = group;
  const names = useContext(NamesContext)?.names.value;
  const adder = wholeName(group, addedByInboxId);
  // Shown where it is known. To look it up would tell the endpoint of a stranger.
  const name = names?.get(adder);
  const isRequest =
    consent === 'unknown' && group.isActive && !group.isLeaving && addedByInboxId !== ownInboxId;
  return (
    <>
      {isRequest && (
        <div class="group-notice group-notice--calm">
          <Avatar id={addedByInboxId} size={28} />
          <div>
            <p class="group-notice__title">
              {text('groupRequestTitle')} {name !== undefined && <Isolated text={name} />}
            </p>
            <p class="address">{adder}</p>
          </div>
        </div>
      )}
      {!group.isActive && (
        <Notice icon="leave" isCalm title={text('groupInactiveTitle')}>
          {text('groupInactive')}
        </Notice>
      )}
      {group.isActive && pausedForVersion !== undefined && (
        <Notice icon="clock" title={text('groupPausedTitle')}>
          {text('groupPaused', pausedForVersion)}
        </Notice>
      )}
      {group.isActive && group.maybeForked && (
        <Notice icon="alert" title={text('groupForkedTitle')}>
          {text('groupForked')}
        </Notice>
      )}
      {group.isActive && group.isLeaving && (
        <Notice icon="leave" isCalm title={text('groupLeavingTitle')}>
          {text('groupLeavingDetail')}
        </Notice>
      )}
    </>
  );
}

interface NoticeProps {
  readonly icon: IconName;
  readonly title: string;
  readonly isCalm?: boolean;
  readonly children: ComponentChildren;
}

function Notice({ icon, title, isCalm = false, children }: NoticeProps) {
  return (
    <div class={`group-notice${isCalm ? ' group-notice--calm' : ''}`} role="status">
      <Icon name={icon} />
      <div>
        <p class="group-notice__title">{title}</p>
        <p>{children}</p>
      </div>
    </div>
  );
}

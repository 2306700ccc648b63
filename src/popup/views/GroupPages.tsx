import { useEffect } from 'preact/hooks';
import type { ConversationView } from '../../bridge/conversationView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import type { GroupModel } from '../models/groupModel.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { GroupPage, Route, Router } from '../models/route.ts';
import { GroupAddView } from './GroupAddView.tsx';
import { GroupEditView } from './GroupEditView.tsx';
import { GroupPermissionsView } from './GroupPermissionsView.tsx';
import { GroupView } from './GroupView.tsx';

export interface GroupPagesProps {
  readonly route: Extract<Route, { name: 'group' }>;
  readonly model: GroupModel;
  readonly conversation: ConversationView | undefined;
  readonly port: BackgroundPort;
  readonly inbox: InboxModel;
  readonly router: Router;
}

/** The page of a group that a route names. Until the group is read, all of them are its first. */
export function GroupPages({ route, model, conversation, port, inbox, router }: GroupPagesProps) {
  const { conversationId, page } = route;
  const group = model.group.value;
  useEffect(() => model.forgetFailure, [model, page]);
  const about = () => router.go({ name: 'group', conversationId, page: 'about' });
  /** After work that took a while: who went elsewhere meanwhile is not called back. */
  const backFrom = (left: GroupPage, notAddedInboxIds: readonly string[] = []) => {
    const now = router.route.peek();
    if (now.name !== 'group' || now.conversationId !== conversationId || now.page !== left) return;
    router.go({ name: 'group', conversationId, page: 'about', notAddedInboxIds });
  };

  if (group !== undefined) {
    if (page === 'edit')
      return <GroupEditView group={group} model={model} onBack={about} onSaved={() => backFrom('edit')} />;
    if (page === 'permissions') return <GroupPermissionsView group={group} model={model} onBack={about} />;
    if (page === 'add') {
      return (
        <GroupAddView
          model={model}
          onAdded={(notAddedInboxIds) => backFrom('add', notAddedInboxIds)}
          onBack={about}
          port={port}
        />
      );
    }
  }
  return (
    <GroupView
      conversation={conversation}
      inbox={inbox}
      model={model}
      notAddedInboxIds={route.notAddedInboxIds ?? []}
      router={router}
    />
  );
}

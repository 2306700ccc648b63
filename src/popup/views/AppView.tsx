import { useEffect, useMemo } from 'preact/hooks';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { Button } from '../components/Button.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Waiting } from '../components/Waiting.tsx';
import type { AppModel } from '../models/appModel.ts';
import type { ApprovalModel } from '../models/approvalModel.ts';
import { sentenceOfCode } from '../models/failure.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { InboxSearchModel } from '../models/inboxSearchModel.ts';
import { NamesContext } from '../models/namesContext.ts';
import type { NamesModel } from '../models/namesModel.ts';
import { createOnboardingModel } from '../models/onboardingModel.ts';
import type { Router } from '../models/route.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { WalletsContext, type WalletsModel } from '../models/walletsModel.ts';
import { text } from '../text.ts';
import * as later from './laterViews.ts';
import { ReadyView } from './ReadyView.tsx';
import { UnlockView } from './UnlockView.tsx';

export type Surface = 'popup' | 'sidepanel' | 'window' | 'onboarding' | 'approval';

export interface AppViewProps {
  readonly surface: Surface;
  readonly port: BackgroundPort;
  readonly app: AppModel;
  readonly inbox: InboxModel;
  readonly search: InboxSearchModel;
  readonly names: NamesModel;
  readonly wallets: WalletsModel;
  readonly sites: SitesModel;
  /** In the approval window only. */
  readonly approval?: ApprovalModel | undefined;
  readonly router: Router;
  readonly onOpenOnboarding: () => void;
  readonly onClose: () => void;
}

export function AppView(props: AppViewProps) {
  const state = props.app.state.value;
  if (state === undefined) return <Waiting />;
  if (props.surface === 'onboarding' && !props.router.hasLeftOnboarding.value) {
    if (state.phase === 'empty' || props.router.isOnboarding.value) return <Onboarding {...props} />;
  }
  switch (state.phase) {
    case 'empty':
      return (
        <main class="shell">
          <EmptyState title={text('welcomeTitle')}>
            <p>{text(props.approval === undefined ? 'welcomeLead' : 'approvalNoAccount')}</p>
            <Button kind="primary" onClick={props.onOpenOnboarding}>
              {text('welcomeStart')}
            </Button>
          </EmptyState>
        </main>
      );
    case 'locked':
      return <UnlockView app={props.app} />;
    case 'opening':
      return state.failure ? (
        <main class="shell">
          <EmptyState title={text('openingFailed')}>
            <p>{sentenceOfCode(state.failure.code)}</p>
            <Button onClick={() => void props.app.lock()}>{text('lock')}</Button>
          </EmptyState>
        </main>
      ) : (
        <Waiting />
      );
    case 'ready':
      return props.approval === undefined ? (
        <NamesContext.Provider value={props.names}>
          <WalletsContext.Provider value={props.wallets}>
            <ReadyView {...props} hasRoomForTwo={props.surface !== 'popup'} />
          </WalletsContext.Provider>
        </NamesContext.Provider>
      ) : (
        <later.approval.View model={props.approval} onDone={props.onClose} />
      );
  }
}

function Onboarding({ port, router }: AppViewProps) {
  const model = useMemo(() => createOnboardingModel(port), [port]);
  // The account exists from `vault.create` on, but its page stays until the person opens the inbox.
  useEffect(() => {
    router.isOnboarding.value = true;
  }, [router]);
  return (
    <later.onboarding.View
      model={model}
      onOpenInbox={() => {
        router.hasLeftOnboarding.value = true;
      }}
    />
  );
}

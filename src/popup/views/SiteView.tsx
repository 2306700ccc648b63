import { useSignal } from '@preact/signals';
import type { SubscriptionView } from '../../bridge/siteView.ts';
import { Button } from '../components/Button.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { SiteHeading } from '../components/SiteHeading.tsx';
import { Switch } from '../components/Switch.tsx';
import type { Router } from '../models/route.ts';
import { siteHost } from '../models/siteName.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { text } from '../text.ts';

export interface SiteViewProps {
  readonly origin: string;
  readonly sites: SitesModel;
  readonly router: Router;
  readonly onBack: () => void;
}

/** What one site has, and every way to take it back. */
export function SiteView({ origin, sites, router, onBack }: SiteViewProps) {
  const site = sites.sites.value?.find((each) => each.origin === origin);
  const isRevoking = useSignal(false);
  /** Stays when the subscription that it is about is gone. */
  const report = useSignal<string | undefined>(undefined);
  const mayAsk = site?.isSilenced !== true;
  const hasGrants = site !== undefined && (site.subscriptions.length > 0 || site.canOpenConversation);

  return (
    <section aria-label={siteHost(origin)} class="pane">
      <PaneHeader onBack={onBack} title={siteHost(origin)} />
      <div class="scroll">
        <FailureNote sentence={sites.failure.value?.sentence} />
        <div class="settings__group">
          <SiteHeading icon={site?.icon} name={site?.name} origin={origin} />
          {!hasGrants && <p>{text('siteNothing')}</p>}
        </div>
        {report.value !== undefined && (
          <div class="settings__group" role="status">
            <h2 class="settings__title">{text('siteReported')}</h2>
            <p>{text('siteReportedDetail')}</p>
            <textarea
              aria-label={text('siteReportText')}
              class="field__input report"
              readOnly
              value={report.value}
            />
          </div>
        )}
        {site?.subscriptions.map((subscription) => (
          <Subscription
            key={subscription.grantId}
            onReport={async () => {
              report.value = await sites.report(subscription.grantId);
            }}
            router={router}
            sites={sites}
            subscription={subscription}
          />
        ))}
        {site?.canOpenConversation === true && (
          <div class="settings__group">
            <h2 class="settings__title">{text('approvalOpen')}</h2>
            <p class="field__hint">{text('approvalOpenDetail')}</p>
          </div>
        )}
        <div class="settings__group">
          <h2 class="settings__title">{text('siteRights')}</h2>
          {site?.lastUsedMs !== undefined && (
            <dl class="facts">
              <dt>{text('siteLastUsed')}</dt>
              <dd>{dateOf(site.lastUsedMs)}</dd>
            </dl>
          )}
          <Switch
            checked={mayAsk}
            detail={text('siteMayAskDetail')}
            label={text('siteMayAsk')}
            onChange={(isOn) => void sites.change('site.setMayAsk', { origin, mayAsk: isOn })}
          />
          {hasGrants && (
            <Button
              kind="danger"
              onClick={() => {
                isRevoking.value = true;
              }}
              wide
            >
              {text('siteRevoke')}
            </Button>
          )}
        </div>
      </div>
      {isRevoking.value && (
        <ConfirmDialog
          confirm={text('siteRevokeNow')}
          isDanger
          onClose={() => {
            isRevoking.value = false;
          }}
          onConfirm={() => void sites.change('site.revoke', { origin })}
          title={text('siteRevokeTitle')}
        >
          <p>{text('siteRevokeDetail')}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

interface SubscriptionProps {
  readonly subscription: SubscriptionView;
  readonly sites: SitesModel;
  readonly router: Router;
  readonly onReport: () => Promise<void>;
}

function Subscription({ subscription, sites, router, onReport }: SubscriptionProps) {
  const { grantId, types, isActive, isMuted, conversationId } = subscription;
  const on = new Set(types.filter(({ isOn }) => isOn).map(({ id }) => id));
  const isReporting = useSignal(false);
  const isVerified = subscription.verification === 'verified';
  return (
    <div class="settings__group">
      <h2 class="settings__title">{text('siteNotifications')}</h2>
      {types.map((type) => (
        <Switch
          checked={type.isOn}
          detail={type.description}
          disabled={!isActive}
          key={type.id}
          label={type.name}
          onChange={(isOn) => {
            const typeIds = types.map(({ id }) => id).filter((id) => (id === type.id ? isOn : on.has(id)));
            void sites.change('site.setTypes', { grantId, typeIds });
          }}
        />
      ))}
      <Switch
        checked={isMuted}
        detail={text('siteMuteDetail')}
        disabled={!isActive}
        label={text('siteMute')}
        onChange={(isOn) => void sites.change('site.setMuted', { grantId, isMuted: isOn })}
      />
      <p class="field__hint">{text('siteSender')}</p>
      <CopyableAddress address={subscription.senderAddress ?? subscription.sender} />
      <dl class="facts">
        <dt>{text('siteVerification')}</dt>
        <dd>{text(isVerified ? 'siteVerified' : 'siteUnverified')}</dd>
        <dt>{text('siteGranted')}</dt>
        <dd>{dateOf(subscription.grantedAtMs)}</dd>
        <dt>{text('siteExpires')}</dt>
        <dd>{dateOf(subscription.expiresAtMs)}</dd>
      </dl>
      {conversationId !== undefined && (
        <Button onClick={() => router.go({ name: 'thread', conversationId })} wide>
          {text('siteMessages')}
        </Button>
      )}
      <Button
        kind={isActive ? 'neutral' : 'primary'}
        onClick={() => void sites.change('site.setSubscribed', { grantId, isSubscribed: !isActive })}
        wide
      >
        {text(isActive ? 'siteUnsubscribe' : 'siteSubscribe')}
      </Button>
      <Button
        kind="plain"
        onClick={() => {
          isReporting.value = true;
        }}
      >
        {text('siteReport')}
      </Button>
      {isReporting.value && (
        <ConfirmDialog
          confirm={text('siteReportNow')}
          isDanger
          onClose={() => {
            isReporting.value = false;
          }}
          onConfirm={() => void onReport()}
          title={text('siteReportTitle')}
        >
          <p>{text('siteReportDetail')}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

const dateOf = (ms: number): string => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(ms);

import { useState } from 'preact/hooks';
import type { AppStateView } from '../../bridge/appStateView.ts';
import type { SettingsChange } from '../../bridge/settings.ts';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { NamesSettings } from '../components/NamesSettings.tsx';
import { NavigationRow } from '../components/NavigationRow.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { QuietSettings } from '../components/QuietSettings.tsx';
import { Segments } from '../components/Segments.tsx';
import { Switch } from '../components/Switch.tsx';
import { UploadSettings } from '../components/UploadSettings.tsx';
import type { AppModel } from '../models/appModel.ts';
import { failureOf } from '../models/failure.ts';
import type { Router } from '../models/route.ts';
import { text } from '../text.ts';
import { ResetAccount } from './ResetAccount.tsx';

export interface SettingsViewProps {
  readonly app: AppModel;
  readonly state: AppStateView;
  readonly router: Router;
}

const lockChoices = [15, 60, 240, 0] as const;

export function SettingsView({ app, state, router }: SettingsViewProps) {
  const { settings, account, network } = state;
  const [problem, setProblem] = useState<string>();
  const change = (next: SettingsChange) =>
    void app.updateSettings(next).then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(failureOf(error).sentence),
    );
  return (
    <section aria-label={text('settingsTitle')} class="pane">
      <PaneHeader onBack={() => router.go({ name: 'inbox' })} title={text('settingsTitle')} />
      <FailureNote sentence={problem} />
      <div class="scroll settings">
        {account && (
          <div class="settings__group">
            <h2 class="settings__title">{text('settingsAddress')}</h2>
            <QrCode content={account.address} label={text('addressQr')} />
            <CopyableAddress address={account.address} />
            <p class="field__hint">
              {text('settingsInbox')} <span class="address">{account.inboxId}</span>
            </p>
            {network && (
              <p class="field__hint">
                {text('settingsNetwork')} {text(`network_${network.name}`)}{' '}
                <span class="address">{network.url}</span>
              </p>
            )}
          </div>
        )}
        <div class="settings__group">
          <h2 class="settings__title">{text('settingsConversations')}</h2>
          <div class="settings__links">
            <NavigationRow
              icon="archive"
              label={text('archivedTitle')}
              onOpen={() => router.go({ name: 'archived', from: 'settings' })}
            />
            <NavigationRow
              icon="blocked"
              label={text('blockedTitle')}
              onOpen={() => router.go({ name: 'blocked', from: 'settings' })}
            />
            <NavigationRow
              icon="panel"
              label={text('sitesTitle')}
              onOpen={() => router.go({ name: 'sites' })}
            />
          </div>
        </div>
        <div class="settings__group">
          <h2 class="settings__title">{text('settingsAlerts')}</h2>
          <Switch
            checked={settings.alertsEnabled}
            label={text('settingsAlertsEnabled')}
            onChange={(alertsEnabled) => change({ alertsEnabled })}
          />
          <Switch
            checked={settings.alertPreview}
            disabled={!settings.alertsEnabled}
            label={text('settingsAlertPreview')}
            onChange={(alertPreview) => change({ alertPreview })}
          />
        </div>
        <div class="settings__group">
          <h2 class="settings__title">{text('settingsQuiet')}</h2>
          <QuietSettings onChange={change} settings={settings} />
        </div>
        <div class="settings__group">
          <h2 class="settings__title">{text('settingsPrivacy')}</h2>
          <Switch
            checked={settings.readReceipts}
            detail={text('settingsReadReceiptsDetail')}
            label={text('settingsReadReceipts')}
            onChange={(readReceipts) => change({ readReceipts })}
          />
          <Segments
            legend={text('settingsAutoLock')}
            onChange={(minutes) => change({ autoLockMinutes: Number(minutes) })}
            options={lockChoices.map((minutes) => ({
              value: String(minutes),
              label: text(minutes === 0 ? 'settingsNever' : 'settingsMinutes', minutes),
            }))}
            value={String(settings.autoLockMinutes)}
          />
        </div>
        <div class="settings__group">
          <h2 class="settings__title">{text('settingsAppearance')}</h2>
          <Segments
            legend={text('settingsTheme')}
            onChange={(theme) => change({ theme })}
            options={(['system', 'light', 'dark'] as const).map((theme) => ({
              value: theme,
              label: text(`theme_${theme}`),
            }))}
            value={settings.theme}
          />
          <div>
            <p class="field__label">{text('settingsLanguage')}</p>
            <p class="field__hint">{text('settingsLanguageDetail', languageName())}</p>
          </div>
        </div>
        <NamesSettings onChange={app.updateSettings} settings={settings} />
        <UploadSettings onChange={app.updateSettings} settings={settings} />
        <div class="settings__group">
          <Button onClick={() => void app.lock()} wide>
            {text('lock')}
          </Button>
          <ResetAccount app={app} label={text('reset')} />
        </div>
      </div>
    </section>
  );
}

/** The language that the browser chose of ours, in its own words. */
function languageName(): string {
  const tag = text('languageTag');
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

import type { AppStateView } from '../../bridge/appStateView.ts';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { NamesSettings } from '../components/NamesSettings.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { Segments } from '../components/Segments.tsx';
import type { AppModel } from '../models/appModel.ts';
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
  return (
    <section aria-label={text('settingsTitle')} class="pane">
      <header class="header">
        <IconButton icon="back" label={text('back')} onClick={() => router.go({ name: 'inbox' })} />
        <h1 class="header__title header__name">{text('settingsTitle')}</h1>
      </header>
      <div class="scroll">
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
          <h2 class="settings__title">{text('settingsAlerts')}</h2>
          <Toggle
            checked={settings.alertsEnabled}
            label={text('settingsAlertsEnabled')}
            onChange={(alertsEnabled) => void app.updateSettings({ alertsEnabled })}
          />
          <Toggle
            checked={settings.alertPreview}
            label={text('settingsAlertPreview')}
            onChange={(alertPreview) => void app.updateSettings({ alertPreview })}
          />
        </div>
        <div class="settings__group">
          <Segments
            legend={text('settingsAutoLock')}
            onChange={(minutes) => void app.updateSettings({ autoLockMinutes: Number(minutes) })}
            options={lockChoices.map((minutes) => ({
              value: String(minutes),
              label: text(minutes === 0 ? 'settingsNever' : 'settingsMinutes', minutes),
            }))}
            value={String(settings.autoLockMinutes)}
          />
          <Segments
            legend={text('settingsTheme')}
            onChange={(theme) => void app.updateSettings({ theme })}
            options={(['system', 'light', 'dark'] as const).map((theme) => ({
              value: theme,
              label: text(`theme_${theme}`),
            }))}
            value={settings.theme}
          />
        </div>
        <NamesSettings onChange={app.updateSettings} settings={settings} />
        <div class="settings__group">
          <Button onClick={() => router.go({ name: 'sites' })} wide>
            {text('sitesTitle')}
          </Button>
          <Button onClick={() => void app.lock()} wide>
            {text('lock')}
          </Button>
          <ResetAccount app={app} />
        </div>
      </div>
    </section>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Toggle({ label, checked, onChange }: ToggleProps) {
  return (
    <label class="settings__row">
      <span>{label}</span>
      <input checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} type="checkbox" />
    </label>
  );
}

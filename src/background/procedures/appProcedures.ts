import type { appChannels } from '../../bridge/channels/appChannels.ts';
import type { Lifecycle } from '../session/createLifecycle.ts';
import type { SettingsStore } from '../session/settingsStore.ts';
import type { Procedures } from './procedure.ts';

/** Behind app.*, settings.* and account.*. */
export function appProcedures(deps: {
  readonly lifecycle: Lifecycle;
  readonly settings: SettingsStore;
  readonly onChange: () => void;
}): Procedures<keyof typeof appChannels> {
  const { lifecycle, settings, onChange } = deps;
  return {
    'app.getState': () => lifecycle.state(),
    async 'app.touch'() {
      await lifecycle.touch();
      return {};
    },
    async 'settings.update'(change) {
      const next = await settings.update(change);
      onChange();
      return next;
    },
    async 'account.reset'() {
      await lifecycle.reset();
      return {};
    },
  };
}

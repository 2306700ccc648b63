import { type ReadonlySignal, signal } from '@preact/signals';
import type { AppStateView } from '../../bridge/appStateView.ts';
import type { SettingsChange } from '../../bridge/settings.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';

/** Use is reported at most this often; the worker counts in minutes. */
const touchEveryMs = 10_000;

export interface AppModel {
  /** Undefined until the worker has spoken. */
  readonly state: ReadonlySignal<AppStateView | undefined>;
  lock(): Promise<void>;
  unlock(password: string): Promise<void>;
  updateSettings(change: SettingsChange): Promise<void>;
  reset(): Promise<void>;
  /** The person did something: puts off the auto-lock. */
  touch(): void;
  dispose(): void;
}

export function createAppModel(port: BackgroundPort): AppModel {
  const state = signal<AppStateView>();
  let touchedAtMs = 0;

  const stop = port.onEvent((event) => {
    if (event.kind === 'appState') state.value = event.state;
  });

  return {
    state,
    async lock() {
      state.value = await port.request('vault.lock', {});
    },
    async unlock(password) {
      state.value = await port.request('vault.unlock', { password });
    },
    async updateSettings(change) {
      const settings = await port.request('settings.update', change);
      if (state.value) state.value = { ...state.value, settings };
    },
    async reset() {
      await port.request('account.reset', { confirm: 'delete' });
    },
    touch() {
      const nowMs = Date.now();
      if (nowMs - touchedAtMs < touchEveryMs || state.value?.phase !== 'ready') return;
      touchedAtMs = nowMs;
      // A missed touch costs at most an early lock: nothing to tell the person.
      port.request('app.touch', {}).catch(() => undefined);
    },
    dispose: stop,
  };
}

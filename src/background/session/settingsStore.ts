/** The settings: one row on the disk, none of it secret. */
import * as v from 'valibot';
import {
  defaultSettings,
  type Settings,
  type SettingsChange,
  settingsSchema,
} from '../../bridge/settings.ts';
import type { StorageArea } from '../platform/storageArea.ts';

const settingsKey = 'settings';

export interface SettingsStore {
  /** Reads the row; what is absent or unreadable has its default. */
  load(): Promise<void>;
  get(): Settings;
  update(change: SettingsChange): Promise<Settings>;
  clear(): Promise<void>;
}

export function createSettingsStore(local: StorageArea): SettingsStore {
  let current = defaultSettings;
  return {
    async load() {
      const stored = await local.get(settingsKey);
      const merged = v.safeParse(
        settingsSchema,
        typeof stored === 'object' ? { ...defaultSettings, ...stored } : defaultSettings,
      );
      current = merged.success ? merged.output : defaultSettings;
    },
    get: () => current,
    async update(change) {
      current = { ...current, ...change };
      await local.set(settingsKey, current);
      return current;
    },
    async clear() {
      current = defaultSettings;
      await local.remove(settingsKey);
    },
  };
}

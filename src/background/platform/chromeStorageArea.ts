import type { StorageArea } from './storageArea.ts';

/**
 * `chrome.storage.local` (on the disk) or `.session` (in memory, gone with the browser). Both are closed to content
 * scripts: `local` is open to them unless told otherwise.
 */
export function createChromeStorageArea(
  area: chrome.storage.StorageArea & {
    setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void>;
  },
): StorageArea {
  const ready = area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  return {
    async get(key) {
      await ready;
      return (await area.get(key))[key];
    },
    async set(key, value) {
      await ready;
      await area.set({ [key]: value });
    },
    async remove(key) {
      await ready;
      await area.remove(key);
    },
  };
}

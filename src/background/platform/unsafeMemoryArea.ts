import type { StorageArea } from './storageArea.ts';

/** For tests: what it holds is in `entries`, as JSON, as the browser would keep it. */
export function unsafeMemoryArea(): StorageArea & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    async get(key) {
      const text = entries.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async set(key, value) {
      entries.set(key, JSON.stringify(value));
    },
    async remove(key) {
      entries.delete(key);
    },
  };
}

/** A small key-value store of JSON values: what the vault, the settings and the watch list are kept in. */
export interface StorageArea {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

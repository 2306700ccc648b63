import { utf8Decode } from '../bytes/bytes.ts';

/** A JSON object whose fields are read one by one: several content types carry JSON rather than protobuf. */
export interface JsonFields {
  /** The text of the first of these names that holds one. */
  text(...names: readonly string[]): string | undefined;
  /** The objects in a list; what is no object is left out. */
  list(name: string): readonly JsonFields[];
  object(name: string): JsonFields | undefined;
}

/** @throws a foreign error when the bytes are no JSON: for use inside a content type's `read` only */
export const jsonFields = (bytes: Uint8Array): JsonFields | undefined => wrap(JSON.parse(utf8Decode(bytes)));

const wrap = (value: unknown): JsonFields | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  return {
    text(...names) {
      const found = names.map(field).find((candidate) => typeof candidate === 'string');
      return typeof found === 'string' ? found : undefined;
    },
    list(name) {
      const items = field(name);
      if (!Array.isArray(items)) return [];
      return items.map(wrap).filter((item) => item !== undefined);
    },
    object: (name) => wrap(field(name)),
  };
};

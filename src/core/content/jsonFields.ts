import { utf8Decode } from '../bytes/bytes.ts';
import { contentLimits } from './contentLimits.ts';

/** A JSON object whose fields are read one by one: several content types carry JSON rather than protobuf. */
export interface JsonFields {
  /** The text of the first of these names that holds one. */
  text(...names: readonly string[]): string | undefined;
  /** What the first of these names holds that is neither absent nor null. */
  value(...names: readonly string[]): unknown;
  /** A list of objects; `undefined` when it is none, or one of them is no object. */
  list(name: string): readonly JsonFields[] | undefined;
  object(name: string): JsonFields | undefined;
  entries(): readonly (readonly [string, unknown])[];
}

/** @throws a foreign error when the bytes are no JSON: for use inside a content type only */
export const jsonFields = (bytes: Uint8Array): JsonFields | undefined =>
  bytes.length > contentLimits.jsonBytes ? undefined : wrap(JSON.parse(utf8Decode(bytes)));

const wrap = (value: unknown): JsonFields | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  return {
    text(...names) {
      const found = names.map(field).find((candidate) => typeof candidate === 'string');
      return typeof found === 'string' ? found : undefined;
    },
    value: (...names) => names.map(field).find((candidate) => candidate !== undefined && candidate !== null),
    list(name) {
      const items = field(name);
      if (!Array.isArray(items)) return undefined;
      const wrapped = items.map(wrap).filter((item) => item !== undefined);
      return wrapped.length === items.length ? wrapped : undefined;
    },
    object: (name) => wrap(field(name)),
    entries: () => Object.entries(value),
  };
};

import { invalidResponse } from './nodeError.ts';

const keyOf = (topic: Uint8Array) => topic.join();

/**
 * High-water marks of a stream's topics. A node may send again what a cursor already covers, and may mix topics; within
 * a topic only what is new passes.
 */
export const createTopicMarks = (
  topics: readonly { readonly topic: Uint8Array; readonly after: bigint }[],
): { isNew(topic: Uint8Array, id: bigint): boolean } => {
  const marks = new Map(topics.map(({ topic, after }) => [keyOf(topic), after]));
  return {
    /** @throws Node.InvalidResponse for a topic that was not asked for */
    isNew(topic, id) {
      const key = keyOf(topic);
      const mark = marks.get(key);
      if (mark === undefined) throw invalidResponse('a stream holds a topic that was not asked for');
      if (id <= mark) return false;
      marks.set(key, id);
      return true;
    },
  };
};

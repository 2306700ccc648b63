/** Runs actions of one key one after another, and actions of different keys side by side. */
export type KeyedLock = <T>(key: string, action: () => Promise<T>) => Promise<T>;

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, action) => {
    const before = tails.get(key);
    const run = (async () => {
      // A failure belongs to the caller before; for us it only means that it is our turn.
      await before?.catch(() => undefined);
      return action();
    })();
    tails.set(key, run);
    try {
      return await run;
    } finally {
      if (tails.get(key) === run) tails.delete(key);
    }
  };
}

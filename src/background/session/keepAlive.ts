/** Measured: a worker that makes an extension API call every 20 s is not put to sleep after 30 s of idleness. */
const beatMs = 20_000;

/** Keeps the worker awake while at least one reason is held. */
export interface KeepAlive {
  hold(reason: string): void;
  release(reason: string): void;
}

export function createKeepAlive(beat: () => void): KeepAlive {
  const reasons = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    hold(reason) {
      reasons.add(reason);
      timer ??= setInterval(beat, beatMs);
    },
    release(reason) {
      reasons.delete(reason);
      if (reasons.size > 0 || timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

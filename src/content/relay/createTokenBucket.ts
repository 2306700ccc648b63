/** Lets a burst through, then so many a second. `nowMs` counts up, from wherever. */
export function createTokenBucket(limits: {
  readonly burst: number;
  readonly perSecond: number;
}): (nowMs: number) => boolean {
  let tokens = limits.burst;
  let lastMs: number | undefined;
  return (nowMs) => {
    const passedMs = Math.max(0, nowMs - (lastMs ?? nowMs));
    lastMs = nowMs;
    tokens = Math.min(limits.burst, tokens + (passedMs / 1000) * limits.perSecond);
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** Runs `flush` once, a moment after the first of many calls; never twice at once, never while paused. */
export interface Flusher {
  schedule(): void;
  pause(): void;
  /** What was scheduled in between runs a full delay later, so after an answer that is given now. */
  resume(): void;
}

export function createFlusher(flush: () => Promise<void>, delayMs: number): Flusher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isWanted = false;
  let pauses = 0;

  const run = async () => {
    timer = undefined;
    if (isRunning || pauses > 0) return;
    isWanted = false;
    isRunning = true;
    try {
      await flush();
    } catch {
      // A client that is being closed: the window is told of the new phase by other means.
    } finally {
      isRunning = false;
      if (isWanted) arm();
    }
  };

  const arm = () => {
    if (pauses === 0 && !isRunning) timer ??= setTimeout(run, delayMs);
  };

  return {
    schedule() {
      isWanted = true;
      arm();
    },
    pause() {
      pauses += 1;
      clearTimeout(timer);
      timer = undefined;
    },
    resume() {
      pauses -= 1;
      if (isWanted) arm();
    },
  };
}

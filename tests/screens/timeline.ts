/** What happened when: the node stamps each event with the time it is told for, as if people had talked for days. */

export interface Timeline {
  /** The node's clock: the time of the event that is being told, then the real one. */
  nowMs(): number;
  /** `time`: `18:02`, that many days ago. Today's events are told by `ago`: at night `at` would be in the future. */
  at(daysAgo: number, time: string, event: () => Promise<unknown>): void;
  ago(minutes: number, event: () => Promise<unknown>): void;
  /** Tells all events in the order of their times. */
  play(): Promise<void>;
}

const dayMs = 86_400_000;

export function createTimeline(): Timeline {
  const startMs = Date.now();
  const events: { readonly atMs: number; readonly event: () => Promise<unknown> }[] = [];
  let toldMs: number | undefined = startMs - 14 * dayMs;
  return {
    nowMs: () => toldMs ?? Date.now(),
    at(daysAgo, time, event) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      events.push({ atMs: new Date(startMs - daysAgo * dayMs).setHours(hours, minutes, 0, 0), event });
    },
    ago(minutes, event) {
      events.push({ atMs: startMs - minutes * 60_000, event });
    },
    async play() {
      for (const { atMs, event } of events.sort((a, b) => a.atMs - b.atMs)) {
        toldMs = atMs;
        await event();
      }
      toldMs = undefined;
    },
  };
}

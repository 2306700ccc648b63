/** Tells watchers which topics have something new; carries no messages, so a slow watcher costs no memory. */
export interface TopicHub {
  /** `topic` has a new message on the disk. */
  notify(topic: string): void;
  /** Watches topics; every one of them counts as changed at first. */
  watch(topics: Iterable<string>): TopicWatch;
}

/** One watcher's set of changed topics. */
export interface TopicWatch {
  /** Takes a changed topic, the one that changed first. */
  take(): string | undefined;
  /** Resolves when {@link take} has something to give, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createTopicHub(): TopicHub {
  const watchers = new Map<string, Set<(topic: string) => void>>();
  return {
    notify(topic) {
      for (const mark of watchers.get(topic) ?? []) mark(topic);
    },
    watch(topics) {
      const changed = new Set(topics);
      const watched = [...changed];
      let wake: (() => void) | undefined;
      const mark = (topic: string): void => {
        changed.add(topic);
        wake?.();
      };
      for (const topic of watched) {
        const marks = watchers.get(topic);
        if (marks === undefined) watchers.set(topic, new Set([mark]));
        else marks.add(mark);
      }
      return {
        take() {
          for (const topic of changed) {
            changed.delete(topic);
            return topic;
          }
          return undefined;
        },
        changed(signal) {
          if (changed.size > 0 || signal.aborted) return Promise.resolve();
          return new Promise((resolve) => {
            const done = (): void => {
              signal.removeEventListener('abort', done);
              wake = undefined;
              resolve();
            };
            wake = done;
            signal.addEventListener('abort', done, { once: true });
          });
        },
        close() {
          for (const topic of watched) {
            const marks = watchers.get(topic);
            marks?.delete(mark);
            if (marks?.size === 0) watchers.delete(topic);
          }
        },
      };
    },
  };
}

import type { Logger } from '../ports.ts';

/** Tells listeners of what has happened. A listener that throws is reported and disturbs nobody else. */
export interface EventHub<E> {
  emit(event: E): void;
  on(listener: (event: E) => void): () => void;
}

export function createEventHub<E>(logger: Logger): EventHub<E> {
  const listeners = new Set<(event: E) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (error) {
          logger.error('client.listener.failed', { error: error instanceof Error ? error.name : 'unknown' });
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

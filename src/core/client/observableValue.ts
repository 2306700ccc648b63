import type { Observable } from './client.ts';

/** An {@link Observable} with its setter. */
export interface ObservableValue<T> extends Observable<T> {
  set(value: T): void;
}

export function createObservableValue<T>(initial: T): ObservableValue<T> {
  let present = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => present,
    set(value) {
      present = value;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

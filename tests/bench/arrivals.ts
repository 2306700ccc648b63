/** Remembers when each text arrived, on the clock that all processes of a machine share. */
export function createArrivals(): {
  note(text: string): void;
  arrival(text: string): Promise<number>;
} {
  const seen = new Map<string, number>();
  const waiting = new Map<string, (ms: number) => void>();
  return {
    note(text) {
      const ms = performance.timeOrigin + performance.now();
      seen.set(text, ms);
      waiting.get(text)?.(ms);
    },
    arrival: (text) =>
      new Promise((resolve) => {
        const ms = seen.get(text);
        if (ms === undefined) waiting.set(text, resolve);
        else resolve(ms);
      }),
  };
}

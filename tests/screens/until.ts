import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let turn = 0; turn < 600; turn += 1) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(100);
  }
  throw new Error(`not after a minute: ${what}`);
}

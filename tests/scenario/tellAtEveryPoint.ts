import type { Client } from '../../src/core/client/client.ts';
import type { CrashPoint, Device } from './clientCrash.ts';

export interface Story<S> {
  /** A fresh world for each telling. */
  setUp(): Promise<S>;
  /** Whose process dies. */
  device(scene: S): Device;
  /** What that process was doing. */
  act(client: Client, scene: S): Promise<void>;
  /** What must hold after a new process has taken over. */
  check(client: Client, scene: S): Promise<void>;
}

/** Tells the story with a crash at each point until it comes through without one. Returns the number of points. */
export async function tellAtEveryPoint<S>(story: Story<S>): Promise<number> {
  for (let at = 1; ; at += 1) {
    let hasDied = false;
    for (const when of ['before', 'after'] as const) {
      const point: CrashPoint = { at, when };
      const scene = await story.setUp();
      const device = story.device(scene);
      const died = await device.tryUntilCrash(point, (client) => story.act(client, scene));
      hasDied ||= died;
      const { client } = await device.boot();
      try {
        await story.check(client, scene);
      } catch (error) {
        throw new Error(`crash ${when} step ${at}`, { cause: error });
      } finally {
        await client.close();
      }
    }
    if (!hasDied) return at - 1;
  }
}

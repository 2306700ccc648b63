import { expect, test } from 'vitest';
import { webRandom } from '../../src/core/crypto/random.ts';
import type { MlsPeer } from './mlsPeer.ts';
import { createOurMlsPeer } from './ourMlsPeer.ts';
import { createTsMlsPeer } from './tsMlsPeer.ts';

/** mulberry32: the same story for the same seed. */
function randomChooser(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
}

/** A group whose members are of both engines, in turn; each step ends with all agreeing on the epoch. */
class SharedGroup {
  readonly choose: (count: number) => number;
  members: MlsPeer[] = [];
  #made = 0;

  constructor(seed: number) {
    this.choose = randomChooser(seed);
  }

  async newPeer(): Promise<MlsPeer> {
    this.#made += 1;
    const name = `peer ${this.#made}`;
    return this.#made % 2 === 0 ? createOurMlsPeer(name) : createTsMlsPeer(name);
  }

  async start(): Promise<void> {
    if (this.choose(2) === 0) this.#made += 1;
    const creator = await this.newPeer();
    await creator.create(webRandom.bytes(16));
    this.members = [creator];
  }

  pick(): MlsPeer {
    return this.members[this.choose(this.members.length)] as MlsPeer;
  }

  async grow(): Promise<void> {
    const committer = this.pick();
    const joining = await Promise.all(Array.from({ length: 1 + this.choose(3) }, () => this.newPeer()));
    const add = await Promise.all(joining.map((peer) => peer.keyPackage()));
    if (this.choose(2) === 0) {
      await this.#commit(committer, { add }, joining);
      return;
    }
    for (const keyPackage of add) {
      const proposer = this.pick();
      const proposal = await proposer.propose({ add: keyPackage });
      for (const peer of this.members) if (peer !== proposer) await peer.receive(proposal);
    }
    await this.#commit(committer, {}, joining);
  }

  async shrink(): Promise<void> {
    if (this.members.length < 3) return;
    const committer = this.pick();
    const removed = this.members.filter((peer) => peer !== committer)[this.choose(this.members.length - 1)];
    this.members = this.members.filter((peer) => peer !== removed);
    await this.#commit(committer, { remove: [removed?.name ?? ''] }, []);
  }

  async update(): Promise<void> {
    await this.#commit(this.pick(), {}, []);
  }

  async #commit(
    committer: MlsPeer,
    change: Parameters<MlsPeer['commit']>[0],
    joining: readonly MlsPeer[],
  ): Promise<void> {
    const { commit, welcome } = await committer.commit(change);
    for (const peer of this.members) if (peer !== committer) await peer.receive(commit);
    for (const peer of joining) await peer.join(welcome ?? new Uint8Array());
    this.members = [...this.members, ...joining];
    expect(new Set(this.members.map((peer) => peer.authenticator())).size).toBe(1);
  }

  async talk(): Promise<void> {
    const sender = this.pick();
    const texts = Array.from({ length: 1 + this.choose(3) }, (_, index) => `${sender.name} says ${index}`);
    const messages: Uint8Array[] = [];
    for (const text of texts) messages.push(await sender.send(text));
    for (const peer of this.members) {
      if (peer === sender) continue;
      for (const [index, message] of messages.entries())
        expect(await peer.receive(message)).toBe(texts[index]);
    }
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  'both engines agree through a random story, seed %i',
  { timeout: 60_000 },
  async (seed) => {
    const group = new SharedGroup(seed);
    await group.start();
    await group.grow();
    for (let step = 0; step < 16; step += 1) {
      const action = group.choose(6);
      if (action === 0 && group.members.length < 9) await group.grow();
      else if (action === 1) await group.shrink();
      else if (action === 2) await group.update();
      else await group.talk();
    }
  },
);

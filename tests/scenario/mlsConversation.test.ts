import { describe, expect, test } from 'vitest';
import { add, commitAndFollow, groupOf, MlsMember, type Mode, remove } from './mlsMember.ts';

const expectSameEpoch = (members: readonly MlsMember[]): void => {
  expect(new Set(members.map(({ authenticator }) => authenticator)).size).toBe(1);
};

const expectAllHear = (members: readonly MlsMember[]): void => {
  members.forEach((sender, index) => {
    const message = sender.send(`from ${index}`);
    for (const reader of members) if (reader !== sender) expect(reader.read(message)).toBe(`from ${index}`);
  });
};

describe.each<Mode>(['memory', 'stored'])('a group in mode %s', (mode) => {
  test('grows one by one and talks both ways', () => {
    const members = groupOf(5, mode);
    expectSameEpoch(members);
    expectAllHear(members);
    expectAllHear(members);
  });

  test('takes in several at once, with and without a path', () => {
    for (const forcePath of [true, false]) {
      const [creator, second] = groupOf(2, mode) as [MlsMember, MlsMember];
      const joining = ['a', 'b', 'c', 'd'].map((name) => {
        const member = new MlsMember(name, mode);
        return { member, keyPackage: member.keyPackage() };
      });
      const proposals = joining.map(({ keyPackage }) => add(keyPackage));
      const created = commitAndFollow(creator, { proposals, forcePath }, [second], joining);
      expect(created.hasPath).toBe(forcePath);
      const all = [creator, second, ...joining.map(({ member }) => member)];
      expectSameEpoch(all);
      expectAllHear(all);
      // A path of a member that was added without one reaches those that were added with it.
      commitAndFollow(
        all[3] as MlsMember,
        {},
        all.filter((_, index) => index !== 3),
      );
      expectSameEpoch(all);
      expectAllHear(all);
    }
  });

  test('follows empty commits of everyone in turn', () => {
    const members = groupOf(6, mode);
    for (const committer of members) {
      const created = commitAndFollow(
        committer,
        {},
        members.filter((member) => member !== committer),
      );
      expect(created.hasPath).toBe(true);
      expectSameEpoch(members);
    }
    expectAllHear(members);
  });

  test('shrinks, tells the removed, and fills the gap', () => {
    const members = groupOf(5, mode);
    const [first, second, third, fourth, fifth] = members as [
      MlsMember,
      MlsMember,
      MlsMember,
      MlsMember,
      MlsMember,
    ];
    const created = first.commit({ proposals: [remove(first, second), remove(first, fifth)] });
    const outcomes = [second, third, fourth, fifth].map((member) => member.receiveCommit(created.commit));
    first.merge();
    expect(outcomes.map(({ kind }) => kind)).toEqual(['removedSelf', 'applied', 'applied', 'removedSelf']);
    expect(second.state.status).toBe('removed');
    expect(second.state.groupContext.epoch).toBe(first.state.groupContext.epoch - 1n);
    expectSameEpoch([first, third, fourth]);
    expect(first.state.tree.leafCount).toBe(4);
    expect(() => second.send('still here')).toThrow('Mls.InvalidState');
    expect(() => second.read(first.send('without you'))).toThrow('Mls.InvalidState');

    const sixth = new MlsMember('sixth', mode);
    const keyPackage = sixth.keyPackage();
    commitAndFollow(
      third,
      { proposals: [add(keyPackage)] },
      [first, fourth],
      [{ member: sixth, keyPackage }],
    );
    expect(sixth.leafIndex).toBe(1);
    expectSameEpoch([first, third, fourth, sixth]);
    expectAllHear([first, third, fourth, sixth]);
  });

  test('removes and adds the same client in one commit', () => {
    const [first, second, third] = groupOf(3, mode) as [MlsMember, MlsMember, MlsMember];
    const keyPackage = second.keyPackage();
    const created = first.commit({ proposals: [remove(first, second), add(keyPackage)] });
    expect(second.receiveCommit(created.commit).kind).toBe('removedSelf');
    const outcome = third.receiveCommit(created.commit);
    expect(outcome).toMatchObject({ addedLeaves: [1], removedLeaves: [1] });
    first.merge();
    expect(second.join(created.welcome as Uint8Array, keyPackage)).toBe(0);
    expectSameEpoch([first, second, third]);
    expectAllHear([first, second, third]);
  });

  test('changes the extensions of the group with a path under the new ones', () => {
    const members = groupOf(3, mode);
    const [first, second, third] = members as [MlsMember, MlsMember, MlsMember];
    const extensions = [{ type: 0xff01, data: Uint8Array.of(1, 2, 3) }];
    const newcomer = new MlsMember('newcomer', mode);
    const keyPackage = newcomer.keyPackage();
    const proposals = [{ kind: 'groupContextExtensions', extensions } as const, add(keyPackage)];
    const created = commitAndFollow(
      second,
      { proposals },
      [first, third],
      [{ member: newcomer, keyPackage }],
    );
    expect(created.hasPath).toBe(true);
    for (const member of [...members, newcomer]) {
      expect(member.state.groupContext.extensions).toEqual(extensions);
    }
    expectSameEpoch([...members, newcomer]);
    expectAllHear([...members, newcomer]);
  });

  test('commits proposals of others by reference, an update of ours among them', () => {
    const members = groupOf(4, mode);
    const [first, second, third, fourth] = members as [MlsMember, MlsMember, MlsMember, MlsMember];
    const newcomer = new MlsMember('newcomer', mode);
    const keyPackage = newcomer.keyPackage();
    const send = (from: MlsMember, message: Uint8Array): void => {
      for (const member of members) if (member !== from) member.receiveProposal(message);
    };
    send(second, second.propose('update'));
    send(third, third.propose(add(keyPackage)));
    send(third, third.propose(remove(third, fourth)));
    expect(() => first.send('too early')).toThrow('Mls.InvalidState');
    const created = first.commit({});
    const outcomes = [second, third, fourth].map((member) => member.receiveCommit(created.commit));
    first.merge();
    newcomer.join(created.welcome as Uint8Array, keyPackage);
    expect(outcomes[2]?.kind).toBe('removedSelf');
    expect(outcomes[0]?.proposals.map(({ sender, byReference }) => [sender, byReference])).toEqual([
      [1, true],
      [2, true],
      [2, true],
    ]);
    const left = [first, second, third, newcomer];
    expectSameEpoch(left);
    expectAllHear(left);
    commitAndFollow(second, {}, [first, third, newcomer]);
    expectSameEpoch(left);
  });

  test('reads late messages of three past epochs and no more', () => {
    const [first, second] = groupOf(2, mode) as [MlsMember, MlsMember];
    const sent: Uint8Array[] = [];
    for (let epoch = 0; epoch < 5; epoch += 1) {
      sent.push(second.send(`before commit ${epoch}`));
      commitAndFollow(first, {}, [second]);
    }
    expect(() => first.read(sent[0] as Uint8Array)).toThrow('Mls.Undecryptable');
    expect(() => first.read(sent[1] as Uint8Array)).toThrow('Mls.Undecryptable');
    for (const epoch of [4, 2, 3])
      expect(first.read(sent[epoch] as Uint8Array)).toBe(`before commit ${epoch}`);
    expect(() => first.read(sent[3] as Uint8Array)).toThrow('Mls.Undecryptable');
  });

  test('reads out of order and refuses a message the second time', () => {
    const [first, second] = groupOf(2, mode) as [MlsMember, MlsMember];
    const sent = Array.from({ length: 20 }, (_, index) => first.send(`message ${index}`));
    for (const index of [3, 0, 19, 7, 1, 18, 2]) {
      expect(second.read(sent[index] as Uint8Array)).toBe(`message ${index}`);
      expect(() => second.read(sent[index] as Uint8Array)).toThrow('Mls.Undecryptable');
    }
  });

  test('keeps what arrived between making a commit and merging it', () => {
    const [first, second, third] = groupOf(3, mode) as [MlsMember, MlsMember, MlsMember];
    const late = second.send('late');
    const early = second.send('early');
    const created = first.commit({});
    expect(first.read(early)).toBe('early');
    for (const member of [second, third]) member.receiveCommit(created.commit);
    first.merge();
    expect(() => first.read(early)).toThrow('Mls.Undecryptable');
    expect(first.read(late)).toBe('late');
  });

  test('drops a commit that lost the race and commits again without using a generation twice', () => {
    const [first, second, third] = groupOf(3, mode) as [MlsMember, MlsMember, MlsMember];
    first.commit({});
    const again = first.commit({});
    const winner = second.commit({});
    first.receiveCommit(winner.commit);
    third.receiveCommit(winner.commit);
    second.merge();
    expect(() => first.merge()).toThrow('Mls.InvalidState');
    expect(() => third.receiveCommit(again.commit)).toThrow('Mls.Undecryptable');
    const retried = commitAndFollow(first, {}, [second, third]);
    expect(retried.hasPath).toBe(true);
    expectSameEpoch([first, second, third]);
  });
});

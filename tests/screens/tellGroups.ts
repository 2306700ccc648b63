/** A group with roles and a history, and one that strangers have put us in. */
import { askWorker } from '../support/askWorker.ts';
import { noted, type Scene } from './scene.ts';

export function tellGroups(scene: Scene): void {
  const { timeline, own, say, cast, page, conversations } = scene;
  const id = (name: string) => noted(conversations, name);

  timeline.at(3, '12:10', async () => {
    const { conversation } = await askWorker(page, 'group.create', {
      members: [cast.maria, cast.tom, cast.yuki].map(({ client }) => client.address),
      name: 'Climbing',
      description: 'Who climbs where, and who brings the coffee.',
      permissions: 'allMembers',
    });
    conversations.set('climbing', conversation.conversationId);
    await own.say(conversation.conversationId, 'A place to plan the weekends without asking everyone alone.');
  });
  timeline.at(3, '12:14', () => say('tom', 'Finally. I will be late in here, too.', 'climbing'));
  timeline.at(3, '12:20', async () => {
    const conversationId = id('climbing');
    await askWorker(page, 'group.update', { conversationId, name: 'Sunday climbing' });
    await askWorker(page, 'group.setRole', {
      conversationId,
      inboxId: cast.tom.client.inboxId,
      role: 'admin',
    });
    await cast.maria.client.syncAll();
    await cast.maria.client.addMembers(conversationId, [cast.ines.client.inboxId]);
  });
  timeline.at(3, '12:31', async () => {
    await say('ines', 'Hello everyone! I have a car on most Sundays.', 'climbing');
    const offer = await say('yuki', 'Then I take the seat in front, because of the maps.', 'climbing');
    await own.markRead(id('climbing'));
    for (const person of ['tom', 'ines'] as const) {
      await cast[person].client.syncAll();
      await (await cast[person].client.react(offer.messageId, '😂', 'added')).sent;
    }
  });
  timeline.ago(64, () => own.say(id('climbing'), 'Sternenwand this week? Noah has the ropes.'));
  timeline.ago(12, async () => {
    await say('tom', 'Yes, but not at 7:40.', 'climbing');
    await say('maria', 'I can be there at nine and keep a place in the shade.', 'climbing');
  });

  timeline.ago(30, async () => {
    const { client } = cast.neighbour;
    const { conversation } = await client.createGroup({
      members: [scene.ownInboxId, cast.designer.client.inboxId],
      name: 'Courtyard party',
    });
    conversations.set('courtyard', conversation.conversationId);
    await say(
      'neighbour',
      'We grill on the 12th. Everyone of the house is invited, bring a chair.',
      'courtyard',
    );
  });
}

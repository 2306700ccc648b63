/** DMs: with a friend, with many new messages, muted, archived, blocked, and those who ask. */
import { askWorker } from '../support/askWorker.ts';
import { noted, type Scene } from './scene.ts';

/** From before one looked to the last: more than a window holds. */
const unread = [
  'Are you coming on Sunday?',
  'I have two ropes and a set of quickdraws.',
  'The weather report says dry until four in the afternoon, then a little rain from the west.',
  'Yuki found a wall that is in the shade until noon.',
  'It is called Sternenwand. Somebody there has a sense of humour.',
  'Forty minutes by train, then twenty on foot.',
  'There is a bakery at the station, so breakfast is taken care of.',
  'I would leave at 7:40 from platform 3.',
  'Tom says that is too early. Tom always says that.',
  'We could meet there as well, if you come by bike.',
  'Do you still have my blue jacket?',
  'No hurry. It is just that it is my only one.',
  'Ines brings the coffee this time. Real coffee, she promises.',
  'If it rains after all we go to the hall and have soup.',
  'So: yes, no, or soup?',
];

export function tellConversations(scene: Scene): void {
  const { timeline, own, say, cast, page } = scene;
  const id = (name: string) => noted(scene.conversations, name);

  timeline.at(9, '11:04', () => say('landlord', 'The heating is checked on the 3rd, between nine and noon.'));
  timeline.at(9, '11:30', async () => {
    await own.accept(id('landlord'));
    await own.markRead(id('landlord'));
    await own.say(id('landlord'), 'Thank you, I will be at home.');
  });
  timeline.at(7, '03:12', () => say('spammer', 'You have been selected! Claim 2,500 USDC before midnight.'));
  timeline.at(7, '03:13', async () => {
    await own.conversation(id('spammer'));
    await askWorker(page, 'conversation.block', { conversationId: id('spammer') });
  });

  timeline.at(4, '19:20', () => say('tom', 'Dinner was great, thank you. What do I owe you?'));
  timeline.at(4, '19:26', async () => {
    await own.accept(id('tom'));
    await own.markRead(id('tom'));
    await own.say(id('tom'), 'Nothing. You bring the wine next time.');
    await cast.tom.client.syncAll();
    await (await cast.tom.client.sendReadReceipt(id('tom')))?.sent;
  });

  timeline.at(2, '17:45', async () => {
    await say('ines', 'The tickets for the concert are on sale from Friday.');
    await own.accept(id('ines'));
    await own.markRead(id('ines'));
  });

  timeline.at(1, '18:02', async () => {
    const asked = await say(
      'maria',
      'I found the photos of the lake. The one with the heron is my favourite.',
    );
    await own.accept(id('maria'));
    await own.markRead(id('maria'));
    scene.messages.set('photos', asked.messageId);
  });
  timeline.at(1, '18:05', () =>
    own.say(id('maria'), 'Oh, show me! I had thought they were lost with the old phone.'),
  );
  timeline.at(1, '18:06', async () => {
    await say('maria', 'They were on the little card, in the drawer, under the maps.');
    const found = await say('maria', 'I will bring it on Sunday, then you can copy them.');
    await own.markRead(id('maria'));
    await askWorker(page, 'message.react', { messageId: found.messageId, content: '❤️', action: 'added' });
    await (await cast.maria.client.react(found.messageId, '🙏', 'added')).sent;
  });
  timeline.ago(52, async () => {
    const asked = await say(
      'maria',
      'Shall I book the hut for two nights or for three? They hold it for us until tonight.',
    );
    scene.messages.set('hut', asked.messageId);
  });
  timeline.ago(48, async () => {
    const answer = await own.say(
      id('maria'),
      'Three, if it is not too much. I could use the quiet.',
      noted(scene.messages, 'hut'),
    );
    await cast.maria.client.syncAll();
    await (await cast.maria.client.react(answer, '👍', 'added')).sent;
  });
  timeline.ago(41, async () => {
    await say('maria', 'Done, three nights. We get the room under the roof, with the window to the east.');
    await own.markRead(id('maria'));
    await own.say(id('maria'), 'Perfect, thank you!');
    await cast.maria.client.syncAll();
    await (await cast.maria.client.sendReadReceipt(id('maria')))?.sent;
  });

  timeline.at(1, '20:40', async () => {
    await say('noah', 'Rope or soup, that is the question.');
    await own.accept(id('noah'));
    await own.markRead(id('noah'));
    await own.say(id('noah'), 'Ask me again in the morning.');
  });
  unread.forEach((line, index) => {
    timeline.ago(38 - index * 2, () => say('noah', line));
  });

  timeline.ago(95, () =>
    say(
      'designer',
      'Hello! I saw your lamps at the market and would like to use one in a film. May I ask what they cost to rent?',
    ),
  );
  timeline.ago(20, () =>
    say('impostor', 'Hi, it is Maria. New phone, please send the money for the hut here.'),
  );

  timeline.ago(1, async () => {
    for (const [name, change] of [
      ['landlord', { isArchived: true }],
      ['ines', { isMuted: true }],
      ['maria', { isPinned: true }],
    ] as const) {
      await askWorker(page, 'conversation.setPreferences', { conversationId: id(name), ...change });
    }
    await askWorker(page, 'thread.setDraft', {
      conversationId: id('ines'),
      text: 'I am in, if we get seats',
    });
  });
}

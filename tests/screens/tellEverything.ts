import type { FileShelf, Scene } from './scene.ts';
import { tellContents } from './tellContents.ts';
import { tellConversations } from './tellConversations.ts';
import { tellGroups } from './tellGroups.ts';

export async function tellEverything(scene: Scene, shelf: FileShelf): Promise<void> {
  tellConversations(scene);
  tellGroups(scene);
  await tellContents(scene, shelf);
  await scene.timeline.play();
}

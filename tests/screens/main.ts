/**
 * `npm run screenshots [-- --only inbox,thread]`
 *
 * A picture of every screen into docs/screenshots: an account on a local node, with conversations that our own clients
 * bring in. What cannot be reached is named at the end, with exit code 1; the others are made all the same.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startNode } from '../../src/node/startNode.ts';
import { askWorker } from '../support/askWorker.ts';
import { launchExtension } from '../support/extensionBrowser.ts';
import { startFileServer } from '../support/fileServer.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { startNameServer } from '../support/nameServer.ts';
import { createCamera } from './camera.ts';
import { namesOf, openCast } from './cast.ts';
import { surfaces } from './contactSheet.ts';
import { paintPhoto } from './paintPhoto.ts';
import { createScene } from './scene.ts';
import { showContents } from './showContents.ts';
import { showGroups } from './showGroups.ts';
import { showEmptyLists, showLists } from './showLists.ts';
import { showOnboarding } from './showOnboarding.ts';
import { showLockAndOffline, showSettings } from './showSettings.ts';
import { openShop, showSites } from './showSites.ts';
import { showThreads } from './showThreads.ts';
import type { Stage } from './stage.ts';
import { tellEverything } from './tellEverything.ts';
import { createTimeline } from './timeline.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');

if (spawnSync('wxt', ['build'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);

/** What was opened and must be closed, last first. */
const opened: (() => Promise<unknown>)[] = [];
const failures: string[] = [];
try {
  const timeline = createTimeline();
  const node = await startNode({ nowMs: timeline.nowMs });
  opened.push(() => node.close());
  const cast = await openCast(node.webUrl);
  opened.push(() => Promise.all(Object.values(cast).map((each) => each.close())));
  const shop = await openShop(node.webUrl);
  opened.push(() => shop.close());
  const addresses = Object.fromEntries(
    Object.entries(namesOf).map(([person, name]) => [
      name,
      cast[person as keyof typeof namesOf].client.address,
    ]),
  );
  const names = await startNameServer({
    addresses,
    claims: Object.fromEntries(Object.entries(addresses).map(([name, address]) => [address, name])),
  });
  opened.push(() => names.close());
  const files = new Map<string, Uint8Array>();
  const server = await startFileServer((response, { url }) => response.end(files.get(url)));
  opened.push(() => server.close());

  const browser = await launchExtension();
  opened.push(() => browser.close());
  const camera = createCamera(browser, (name) => only?.some((start) => name.startsWith(start)) ?? true);
  const address = await showOnboarding(browser, camera, node.webUrl);
  await browser.closePages();
  const page = await browser.open('popup.html');
  await page.setViewportSize(surfaces.popup.size);
  await askWorker(page, 'settings.update', { namesRpcUrl: names.url });
  const scene = createScene({ cast, page, timeline, ownInboxId: await inboxIdOf(node.webUrl, address) });
  await showEmptyLists(camera);
  console.error('screenshots: people are talking');
  await tellEverything(scene, { origin: server.origin, files, photo: await paintPhoto(browser.context) });

  const stage: Stage = { browser, camera, scene };
  const stories: readonly [string, () => Promise<void>][] = [
    ['sites', () => showSites(stage, shop)],
    ['lists', () => showLists(stage)],
    ['threads', () => showThreads(stage)],
    ['contents', () => showContents(stage)],
    ['groups', () => showGroups(stage)],
    ['settings', () => showSettings(stage)],
    ['lock and offline', () => showLockAndOffline(stage, node)],
  ];
  for (const [name, tell] of stories) {
    await tell().catch((error: Error) => failures.push(`the story of ${name} broke off: ${error.message}`));
  }
  for (const [name, reason] of camera.missed) failures.push(`${name}: ${reason}`);
  console.error(`screenshots: ${camera.taken.length} taken`);
} catch (error) {
  failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  for (const close of opened.reverse()) await close().catch((error: Error) => console.error(error.message));
}
for (const failure of failures) console.error(`screenshots: missed ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);

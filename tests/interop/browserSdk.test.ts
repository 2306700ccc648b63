import { afterAll, beforeAll, describe } from 'vitest';
import { type OfficialBrowser, officialBrowser } from '../support/officialBrowserPeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { directMessageTests } from './directMessages.ts';
import { groupTests } from './groups.ts';
import { installationTests } from './installations.ts';

let node: TestNode;
let browser: OfficialBrowser;
beforeAll(async () => {
  node = await startTestNode();
  browser = await officialBrowser();
});
afterAll(async () => {
  await browser.close();
  await node.stop();
});

describe('libxmtp WASM (browser-sdk)', () => {
  const stage = {
    get webUrl() {
      return node.webUrl;
    },
    newPeer: (privateKey?: `0x${string}`) =>
      browser.peer({ webUrl: node.webUrl, ...(privateKey !== undefined && { privateKey }) }),
  };
  directMessageTests(stage);
  groupTests(stage);
  installationTests(stage);
});

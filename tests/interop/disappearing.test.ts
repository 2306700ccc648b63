import { afterAll, beforeAll, describe } from 'vitest';
import { type OfficialBrowser, officialBrowser } from '../support/officialBrowserPeer.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { disappearingTests } from './disappearingStory.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.stop());

describe('libxmtp native (node-sdk)', () => {
  disappearingTests({
    get webUrl() {
      return node.webUrl;
    },
    newPeer: () => officialNodePeer({ grpcUrl: node.grpcUrl }),
  });
});

describe('libxmtp WASM (browser-sdk)', () => {
  let browser: OfficialBrowser;
  beforeAll(async () => {
    browser = await officialBrowser();
  });
  afterAll(() => browser.close());
  disappearingTests({
    get webUrl() {
      return node.webUrl;
    },
    newPeer: () => browser.peer({ webUrl: node.webUrl }),
  });
});

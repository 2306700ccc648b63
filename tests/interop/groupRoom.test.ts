import { afterAll, beforeAll, describe } from 'vitest';
import { type OfficialBrowser, officialBrowser } from '../support/officialBrowserPeer.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { commitVerdictTests } from './commitVerdicts.ts';
import { ownGroupTests } from './ownGroups.ts';

/** The group room against both builds of libxmtp, with no client of ours in between. */
let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.stop());

describe('libxmtp native (node-sdk)', () => {
  const stage = {
    get webUrl() {
      return node.webUrl;
    },
    newPeer: () => officialNodePeer({ grpcUrl: node.grpcUrl }),
  };
  ownGroupTests(stage);
  commitVerdictTests(stage);
});

describe('libxmtp WASM (browser-sdk)', () => {
  let browser: OfficialBrowser;
  beforeAll(async () => {
    browser = await officialBrowser();
  });
  afterAll(() => browser.close());
  const stage = {
    get webUrl() {
      return node.webUrl;
    },
    newPeer: () => browser.peer({ webUrl: node.webUrl }),
  };
  ownGroupTests(stage);
  commitVerdictTests(stage);
});

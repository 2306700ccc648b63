/** The same story with both builds of libxmtp as the other side. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type OfficialBrowser, officialBrowser } from '../support/officialBrowserPeer.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import type { Stage } from './directMessages.ts';

/** Declares the tests of each story, once with a native peer and once with one in WASM, on one node. */
export function withBothSdks(...stories: readonly ((stage: Stage) => void)[]): void {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });
  afterAll(() => node.stop());

  /** The node is there only when the tests run. */
  const declare = (newPeer: Stage['newPeer']) => {
    const stage: Stage = {
      get webUrl() {
        return node.webUrl;
      },
      newPeer,
    };
    for (const story of stories) story(stage);
  };

  describe('libxmtp native (node-sdk)', () => {
    declare(() => officialNodePeer({ grpcUrl: node.grpcUrl }));
  });

  describe('libxmtp WASM (browser-sdk)', () => {
    let browser: OfficialBrowser;
    beforeAll(async () => {
      browser = await officialBrowser();
    });
    afterAll(() => browser.close());
    declare(() => browser.peer({ webUrl: node.webUrl }));
  });
}

import { afterAll, beforeAll, describe } from 'vitest';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { directMessageTests } from './directMessages.ts';
import { groupTests } from './groups.ts';
import { installationTests } from './installations.ts';

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
    newPeer: (privateKey?: `0x${string}`) =>
      officialNodePeer({ grpcUrl: node.grpcUrl, ...(privateKey !== undefined && { privateKey }) }),
  };
  directMessageTests(stage);
  groupTests(stage);
  installationTests(stage);
});

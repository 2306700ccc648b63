import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';

/** The inbox id that the node has for an address. */
export async function inboxIdOf(webUrl: string, address: string): Promise<string> {
  const inboxId = (await createNodeApi({ baseUrl: webUrl }).getInboxIds([address])).get(address);
  if (inboxId === undefined) throw new Error(`the node has no inbox for ${address}`);
  return inboxId;
}

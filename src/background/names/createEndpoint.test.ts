import { expect, test } from 'vitest';
import { startNameServer } from '../../../tests/support/nameServer.ts';
import { createEndpoint } from './createEndpoint.ts';

const call = { to: `0x${'1'.repeat(40)}`, data: new Uint8Array(4) };

test('an endpoint that answers too slowly is given up, and whoever waits behind with it', async () => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const server = await startNameServer({
    intercept(_, response) {
      // A byte now and then keeps the line open.
      timer ??= setInterval(() => response.write(' '), 20);
      return true;
    },
  });
  const endpoint = createEndpoint({ url: server.url, chainId: 1, fetch, timeoutMs: 300 });
  const calls = await Promise.allSettled(Array.from({ length: 50 }, () => endpoint.call(call)));
  clearInterval(timer);
  expect(new Set(calls.map((each) => each.status === 'rejected' && each.reason.code))).toEqual(
    new Set(['Name.Unreachable']),
  );
  // None where the machine was too busy to get there in time.
  expect(server.requests.length).toBeLessThanOrEqual(1);
  await server.close();
});

test('a flood of calls is refused, and the next one after it is not', async () => {
  const server = await startNameServer();
  const endpoint = createEndpoint({ url: server.url, chainId: 1, fetch });
  const calls = await Promise.allSettled(Array.from({ length: 430 }, () => endpoint.call(call)));
  expect(calls.filter(({ status }) => status === 'rejected')).toHaveLength(30);
  expect(await endpoint.call(call)).toEqual({ kind: 'returned', data: new Uint8Array() });
  endpoint.close();
  await expect(endpoint.call(call)).rejects.toMatchObject({ code: 'Name.Unreachable' });
  await server.close();
});

/**
 * A JSON-RPC endpoint on 127.0.0.1 that holds names as Ethereum and Base do: viem encodes what it answers, so that our own
 * coding is checked against another.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bytesToString,
  decodeFunctionData,
  encodeAbiParameters,
  encodeErrorResult,
  encodeFunctionResult,
  type Hex,
  hexToBytes,
  namehash,
  parseAbi,
} from 'viem';

const universalResolver = '0xeeeeeeee14d718c2b47d9923deab1335e144eeee';
const baseRegistry = '0xb94704422c2a1e396835a571837aa5ae53285a95';
const baseResolver = '0xc6d566a56a1aff6508b41f6c90ff131615583bcd';

const resolverAbi = parseAbi([
  'function resolve(bytes name, bytes data) view returns (bytes result, address resolver)',
  'function resolver(bytes32 node) view returns (address)',
  'function addr(bytes32 node) view returns (address)',
  'function name(bytes32 node) view returns (string)',
  'error ResolverNotFound(bytes name)',
  'error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData)',
]);

export interface NameRecords {
  /** Addresses by name. `offchain`: kept on a server that has to be asked. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** What addresses (lower case) say that they are called. */
  readonly claims?: Readonly<Record<string, string>>;
}

export interface NameServerOptions extends NameRecords {
  readonly chainId?: number;
  /** Answers by itself in place of the server; true when it did. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
}

export interface NameServer {
  readonly url: string;
  /** Methods of each HTTP request, in order. */
  readonly requests: readonly (readonly string[])[];
  /** Bodies as they came. */
  readonly bodies: readonly string[];
  /** Headers of each request. */
  readonly headers: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a contract answers, or the data of its revert. */
type Answer = { readonly result: Hex } | { readonly revert: Hex };

export async function startNameServer(options: NameServerOptions = {}): Promise<NameServer> {
  const { chainId = 1, addresses = {}, claims = {}, intercept } = options;
  const requests: string[][] = [];
  const bodies: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const reverseSuffix = chainId === 1 ? 'addr.reverse' : '80002105.reverse';
  const records = new Map<string, { readonly address?: string; readonly claim?: string }>();
  for (const [name, address] of Object.entries(addresses)) records.set(namehash(name), { address });
  for (const [address, claim] of Object.entries(claims)) {
    records.set(namehash(`${address.slice(2)}.${reverseSuffix}`), { claim });
  }

  /** `addr(node)` or `name(node)`, as the resolver of a name answers. */
  function record(data: Hex): Hex | 'offchain' | undefined {
    const { functionName, args } = decodeFunctionData({ abi: resolverAbi, data });
    const found = records.get(String(args[0]));
    if (functionName === 'addr') {
      if (found?.address === 'offchain') return 'offchain';
      return found?.address === undefined
        ? undefined
        : encodeAbiParameters([{ type: 'address' }], [found.address as Hex]);
    }
    return found?.claim === undefined ? undefined : encodeAbiParameters([{ type: 'string' }], [found.claim]);
  }

  function ethereumCall(data: Hex): Answer {
    const { args } = decodeFunctionData({ abi: resolverAbi, data });
    const [dnsName, inner] = args as readonly [Hex, Hex];
    const { args: innerArgs } = decodeFunctionData({ abi: resolverAbi, data: inner });
    if (namehash(nameOfDns(dnsName)) !== innerArgs[0]) throw new Error('the two forms of the name differ');
    const found = record(inner);
    if (found === undefined) {
      return {
        revert: encodeErrorResult({ abi: resolverAbi, errorName: 'ResolverNotFound', args: [dnsName] }),
      };
    }
    if (found === 'offchain') {
      const args = [universalResolver, ['https://gateway.example/{sender}/{data}'], '0x', '0x00000000', '0x'];
      return {
        revert: encodeErrorResult({ abi: resolverAbi, errorName: 'OffchainLookup', args: args as never }),
      };
    }
    return {
      result: encodeFunctionResult({
        abi: resolverAbi,
        functionName: 'resolve',
        result: [found, universalResolver],
      }),
    };
  }

  function baseCall(to: string, data: Hex): Answer {
    if (to === baseRegistry) {
      const { args } = decodeFunctionData({ abi: resolverAbi, data });
      const owner = records.has(String(args[0])) ? baseResolver : `0x${'0'.repeat(40)}`;
      return { result: encodeAbiParameters([{ type: 'address' }], [owner as Hex]) };
    }
    const found = record(data);
    return found === undefined || found === 'offchain' ? { revert: '0x' } : { result: found };
  }

  function answer({ id, method, params }: RpcCall): unknown {
    if (method === 'eth_chainId') return { jsonrpc: '2.0', id, result: `0x${chainId.toString(16)}` };
    const { to, data } = params[0] as { to: string; data: Hex };
    const isOurs = chainId === 1 ? to === universalResolver : [baseRegistry, baseResolver].includes(to);
    const said = isOurs ? (chainId === 1 ? ethereumCall(data) : baseCall(to, data)) : { result: '0x' };
    return 'result' in said
      ? { jsonrpc: '2.0', id, result: said.result }
      : { jsonrpc: '2.0', id, error: { code: 3, message: 'execution reverted', data: said.revert } };
  }

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', 'content-type');
      if (request.method === 'OPTIONS') {
        response.end();
        return;
      }
      bodies.push(body);
      headers.push(request.headers);
      const calls: RpcCall | RpcCall[] = JSON.parse(body);
      requests.push([calls].flat().map(({ method }) => method));
      if (intercept?.(request, response, body) === true) return;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(Array.isArray(calls) ? calls.map(answer) : answer(calls)));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    bodies,
    headers,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Labels after their lengths -> labels between dots. */
function nameOfDns(encoded: Hex): string {
  const bytes = hexToBytes(encoded);
  const labels: string[] = [];
  for (let at = 0; bytes[at] !== 0; at += (bytes[at] ?? 0) + 1) {
    labels.push(bytesToString(bytes.slice(at + 1, at + 1 + (bytes[at] ?? 0))));
  }
  return labels.join('.');
}

/** What a JSON-RPC endpoint answered. Source: JSON-RPC 2.0; EIP-1474; what clients of Ethereum put into the error of a revert. */
import * as v from 'valibot';

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: number;
  readonly method: 'eth_call' | 'eth_chainId';
  readonly params: readonly unknown[];
}

export type RpcResult =
  /** `hex`: `0x` and an even number of digits for a call; a quantity for eth_chainId. */
  | { readonly kind: 'result'; readonly hex: string }
  /** `hex` is `0x` where the endpoint keeps the data of a revert to itself. */
  | { readonly kind: 'reverted'; readonly hex: string }
  | { readonly kind: 'refused'; readonly code: number };

const answerSchema = v.object({
  id: v.number(),
  result: v.optional(v.unknown()),
  error: v.optional(
    v.object({ code: v.number(), message: v.optional(v.string()), data: v.optional(v.unknown()) }),
  ),
});

const quantity = /^0x[0-9a-f]{1,16}$/iu;
const hexData = /^0x(?:[0-9a-f]{2})*$/iu;
/** Geth and its kin. Others say it in the message. */
const revertCode = 3;

/** By id, as they may come in any order; undefined when it is no answer to these requests at all. */
export function readRpcAnswers(
  text: string,
  requests: readonly RpcRequest[],
): ReadonlyMap<number, RpcResult> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  // One error instead of many answers is how a batch is refused.
  if (requests.length > 1 && !Array.isArray(json)) return undefined;
  const methodOf = new Map(requests.map(({ id, method }) => [id, method]));
  const results = new Map<number, RpcResult>();
  for (const item of Array.isArray(json) ? json.slice(0, requests.length) : [json]) {
    const answer = v.safeParse(answerSchema, item);
    if (!answer.success) continue;
    const method = methodOf.get(answer.output.id);
    const result = method === undefined ? undefined : toResult(answer.output, method);
    if (result !== undefined) results.set(answer.output.id, result);
  }
  return results.size === 0 ? undefined : results;
}

function toResult(
  { result, error }: v.InferOutput<typeof answerSchema>,
  method: RpcRequest['method'],
): RpcResult | undefined {
  if (error !== undefined) {
    const hex = revertData(error.data);
    if (hex !== undefined || error.code === revertCode || /revert/iu.test(error.message ?? '')) {
      return { kind: 'reverted', hex: hex ?? '0x' };
    }
    return { kind: 'refused', code: error.code };
  }
  const form = method === 'eth_call' ? hexData : quantity;
  return typeof result === 'string' && form.test(result) ? { kind: 'result', hex: result } : undefined;
}

/** The data of a revert: a text of hex, perhaps after a word, or one of these deeper inside. */
function revertData(data: unknown, depth = 0): string | undefined {
  if (typeof data === 'string') {
    const hex = data.replace(/^Reverted /u, '');
    return hexData.test(hex) && hex.length > 2 ? hex : undefined;
  }
  if (typeof data !== 'object' || data === null || depth === 2) return undefined;
  const { data: inner, originalError } = data as {
    readonly data?: unknown;
    readonly originalError?: unknown;
  };
  return revertData(inner, depth + 1) ?? revertData(originalError, depth + 1);
}

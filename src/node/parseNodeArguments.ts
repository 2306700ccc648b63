import { parseArgs } from 'node:util';
import { WalletInboxError } from '../core/errors.ts';
import { defaultRateLimits, type RateLimits } from './limits/rateLimitInterceptor.ts';
import { defaultUploadLimits, type UploadLimits } from './uploads/uploadLimits.ts';

/** What `wallet-inbox node` was asked to do. */
export type NodeCommand =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'run';
      readonly data: string;
      readonly host: string;
      readonly grpcPort: number;
      readonly webPort: number;
      readonly rateLimits: RateLimits;
      /** Absent: as the host decides. */
      readonly uploads?: UploadLimits;
      readonly verbose: boolean;
    };

export const nodeUsage = `usage: wallet-inbox node [options]

Runs the XMTP V3 network API on this machine.

  --data DIR                where the database lives (default ./wallet-inbox-node; ":memory:" keeps nothing)
  --grpc-port N             gRPC over HTTP/2 without TLS (default 5556; 0 takes a free port)
  --web-port N              gRPC-web over HTTP/1.1 (default 5557; 0 takes a free port)
  --host ADDRESS            interface to listen on (default 127.0.0.1)
  --publishes-per-minute N  for each address; given, it also counts callers on this machine (default 600 for others)
  --requests-per-minute N   the same for all other calls (default 4000 for others)
  --upload-limit MIB        largest encrypted file at WEB/uploads (default 25 on a loopback host, else 0: no uploads)
  --upload-total MIB        of all of them (default 1024)
  --uploads-per-minute N    for each address; given, it also counts callers on this machine (default 60 for others)
  --verbose                 log every refusal
  --help                    show this

When it is ready it prints one line: {"ready":true,"grpcUrl":"http://...","webUrl":"http://..."}
`;

const options = {
  data: { type: 'string', default: 'wallet-inbox-node' },
  host: { type: 'string', default: '127.0.0.1' },
  'grpc-port': { type: 'string', default: '5556' },
  'web-port': { type: 'string', default: '5557' },
  'publishes-per-minute': { type: 'string' },
  'requests-per-minute': { type: 'string' },
  'upload-limit': { type: 'string' },
  'upload-total': { type: 'string' },
  'uploads-per-minute': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws WalletInboxError LocalNode.InvalidOption */
export function parseNodeArguments(args: readonly string[]): NodeCommand {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.data === '') throw invalid('--data needs a directory.');
  if (values.host === '') throw invalid('--host needs an address.');
  const publishes = values['publishes-per-minute'];
  const requests = values['requests-per-minute'];
  return {
    kind: 'run',
    data: values.data,
    host: values.host,
    grpcPort: wholeNumber('--grpc-port', values['grpc-port'], 0, 65_535),
    webPort: wholeNumber('--web-port', values['web-port'], 0, 65_535),
    rateLimits: {
      publishesPerMinute:
        publishes === undefined
          ? defaultRateLimits.publishesPerMinute
          : wholeNumber('--publishes-per-minute', publishes, 1, 1_000_000_000),
      requestsPerMinute:
        requests === undefined
          ? defaultRateLimits.requestsPerMinute
          : wholeNumber('--requests-per-minute', requests, 1, 1_000_000_000),
      loopback: publishes !== undefined || requests !== undefined,
    },
    ...uploadsOf(values),
    verbose: values.verbose,
  };
}

/** Any of the three options says that there are uploads, whatever the host. */
function uploadsOf(values: ReturnType<typeof parse>): { readonly uploads?: UploadLimits } {
  const limit = values['upload-limit'];
  const total = values['upload-total'];
  const perMinute = values['uploads-per-minute'];
  if (limit === undefined && total === undefined && perMinute === undefined) return {};
  const bytes = (name: string, text: string | undefined, least: number, missing: number): number =>
    text === undefined ? missing : wholeNumber(name, text, least, 1_048_576) * 1_048_576;
  return {
    uploads: {
      maxUploadBytes: bytes('--upload-limit', limit, 0, defaultUploadLimits.maxUploadBytes),
      maxTotalBytes: bytes('--upload-total', total, 1, defaultUploadLimits.maxTotalBytes),
      uploadsPerMinute:
        perMinute === undefined
          ? defaultUploadLimits.uploadsPerMinute
          : wholeNumber('--uploads-per-minute', perMinute, 1, 1_000_000_000),
      loopback: perMinute !== undefined,
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'the options cannot be read.', cause);
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw invalid(`${name} is a whole number from ${least} to ${most}, not "${text.slice(0, 40)}".`);
  }
  return value;
}

function invalid(message: string, cause?: unknown): WalletInboxError {
  return new WalletInboxError('LocalNode.InvalidOption', message, cause === undefined ? {} : { cause });
}

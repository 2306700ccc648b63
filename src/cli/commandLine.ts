import { parseArgs } from 'node:util';
import {
  type GroupCommand,
  type GroupFlagValues,
  groupFlags,
  parseGroupCommand,
} from './groupCommandLine.ts';

/** What a client command needs to open an inbox. */
export interface AccountOptions {
  /** Folder of the store; `undefined`: the default folder. */
  readonly dataDir: string | undefined;
  /** gRPC-web URL or the name of a network; `undefined`: what the store was registered with, else local. */
  readonly node: string | undefined;
  /** The wallet's private key as given; never printed. */
  readonly key: string;
}

/** A command line that was understood. */
export type CommandLine =
  | { readonly kind: 'help'; readonly command: string | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'node'; readonly args: readonly string[] }
  | {
      readonly kind: 'usage';
      readonly reason: string;
      readonly command: string | undefined;
      readonly json: boolean;
    }
  | ({ readonly kind: 'client'; readonly json: boolean; readonly account: AccountOptions } & ClientCommand);

/** A command over an inbox and its own arguments. */
export type ClientCommand =
  | { readonly command: 'register' }
  | { readonly command: 'whoami' }
  | { readonly command: 'send'; readonly peer: string; readonly text: string }
  | { readonly command: 'list'; readonly offline: boolean }
  | {
      readonly command: 'read';
      readonly conversationId: string;
      readonly limit: number | undefined;
      readonly offline: boolean;
    }
  | { readonly command: 'group'; readonly group: GroupCommand }
  | { readonly command: 'stream' };

const accountFlags = {
  data: { type: 'string' },
  node: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const flagsOf = {
  register: accountFlags,
  whoami: accountFlags,
  send: accountFlags,
  list: { ...accountFlags, offline: { type: 'boolean' } },
  read: { ...accountFlags, offline: { type: 'boolean' }, limit: { type: 'string' } },
  group: { ...accountFlags, ...groupFlags, offline: { type: 'boolean' } },
  stream: accountFlags,
} as const;

const positionalsOf = {
  register: [],
  whoami: [],
  send: ['PEER', 'TEXT'],
  list: [],
  read: ['CONVERSATION'],
  stream: [],
} as const satisfies Record<SimpleCommand, readonly string[]>;

/** All but those whose arguments are read elsewhere. */
type SimpleCommand = Exclude<ClientCommand['command'], 'group'>;

function isClientCommand(name: string): name is ClientCommand['command'] {
  return Object.hasOwn(flagsOf, name);
}

interface FlagValues extends GroupFlagValues {
  readonly data?: string | undefined;
  readonly node?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
  readonly help?: boolean | undefined;
  readonly limit?: string | undefined;
}

function clientCommand(
  name: SimpleCommand,
  positionals: readonly string[],
  { offline = false, limit }: FlagValues,
): ClientCommand {
  const [first = '', second = ''] = positionals;
  switch (name) {
    case 'send':
      return { command: name, peer: first, text: second };
    case 'read':
      return {
        command: name,
        conversationId: first,
        limit: limit === undefined ? undefined : Number(limit),
        offline,
      };
    case 'list':
      return { command: name, offline };
    default:
      return { command: name };
  }
}

function groupCommand(positionals: readonly string[], values: FlagValues): ClientCommand | string {
  const group = parseGroupCommand(positionals, values);
  return typeof group === 'string' ? group : { command: 'group', group };
}

function simpleCommand(
  name: SimpleCommand,
  positionals: readonly string[],
  values: FlagValues,
): ClientCommand | string {
  const wanted: readonly string[] = positionalsOf[name];
  if (positionals.length !== wanted.length) {
    const expected = wanted.length === 0 ? 'no further arguments' : wanted.join(' ');
    return `${name} takes ${expected}.`;
  }
  return clientCommand(name, positionals, values);
}

/**
 * Reads a command line (without the program's name). Pure: what is wrong with it is a value.
 *
 * @param env for `WALLET_INBOX_KEY`, which `--key` overrides
 */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const [name, ...rest] = args;
  const json = rest.includes('--json');
  const wrong = (reason: string, command?: string): CommandLine => ({ kind: 'usage', reason, command, json });
  if (name === undefined) return wrong('A command is needed.');
  if (name === '--help' || name === '-h' || name === 'help') return { kind: 'help', command: rest[0] };
  if (name === '--version') return { kind: 'version' };
  if (name === 'node') return { kind: 'node', args: rest };
  if (!isClientCommand(name)) {
    return wrong(name.startsWith('-') ? `${name} must stand behind a command.` : `Unknown command: ${name}.`);
  }

  let values: FlagValues;
  let positionals: readonly string[];
  try {
    const parsed = parseArgs({ args: rest, options: flagsOf[name], allowPositionals: true, strict: true });
    values = parsed.values as FlagValues;
    positionals = parsed.positionals;
  } catch (error) {
    // parseArgs quotes the argument it stumbled over, which may be a key that lost its flag: keep the code only.
    const code = (error as { code?: string }).code;
    return wrong(
      code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
        ? 'Unknown flag.'
        : 'A flag lacks its value or has one too many.',
      name,
    );
  }
  if (values.help === true) return { kind: 'help', command: name };

  const command =
    name === 'group' ? groupCommand(positionals, values) : simpleCommand(name, positionals, values);
  if (typeof command === 'string') return wrong(command, name);
  if (values.limit !== undefined && !/^[1-9]\d{0,8}$/.test(values.limit)) {
    return wrong('--limit takes a whole number from 1.', name);
  }
  const key = values.key ?? env.WALLET_INBOX_KEY;
  if (key === undefined || key === '') return wrong('A key is needed: --key HEX or WALLET_INBOX_KEY.', name);
  return {
    kind: 'client',
    json,
    account: { dataDir: values.data, node: values.node, key },
    ...command,
  };
}

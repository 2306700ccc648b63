import { parseArgs } from 'node:util';
import {
  checkNotification,
  type Notification,
  notificationSentences,
} from '../core/content/notificationRules.ts';
import {
  type ContentCommand,
  type ContentFlagValues,
  contentFlags,
  parseContentCommand,
} from './contentCommandLine.ts';
import {
  type GroupCommand,
  type GroupFlagValues,
  groupFlags,
  parseGroupCommand,
} from './groupCommandLine.ts';
import { parseSiteFileOptions, type SiteFileOptions } from './siteFile.ts';

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
  | {
      readonly kind: 'siteFile';
      readonly json: boolean;
      readonly file: SiteFileOptions;
      /** Absent when the senders are named. */
      readonly account: AccountOptions | undefined;
    }
  | ({ readonly kind: 'client'; readonly json: boolean; readonly account: AccountOptions } & ClientCommand);

/** A command over an inbox and its own arguments. */
export type ClientCommand =
  | { readonly command: 'register' }
  | { readonly command: 'whoami' }
  | { readonly command: 'send'; readonly peer: string; readonly text: string }
  | { readonly command: 'notify'; readonly peer: string; readonly notification: Notification }
  | ContentCommand
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
  notify: {
    ...accountFlags,
    to: { type: 'string' },
    type: { type: 'string' },
    title: { type: 'string' },
    body: { type: 'string' },
    url: { type: 'string' },
  },
  reply: { ...accountFlags, ...contentFlags.reply },
  react: { ...accountFlags, ...contentFlags.react },
  attach: { ...accountFlags, ...contentFlags.attach },
  'well-known': {
    ...accountFlags,
    name: { type: 'string' },
    icon: { type: 'string' },
    type: { type: 'string', multiple: true },
    sender: { type: 'string', multiple: true },
  },
  list: { ...accountFlags, offline: { type: 'boolean' } },
  read: { ...accountFlags, offline: { type: 'boolean' }, limit: { type: 'string' } },
  group: { ...accountFlags, ...groupFlags, offline: { type: 'boolean' } },
  stream: accountFlags,
} as const;

const positionalsOf = {
  register: [],
  whoami: [],
  send: ['PEER', 'TEXT'],
  notify: [],
  reply: [],
  react: [],
  attach: [],
  'well-known': [],
  list: [],
  read: ['CONVERSATION'],
  stream: [],
} as const satisfies Record<SimpleCommand, readonly string[]>;

interface SiteFileCommand {
  readonly command: 'well-known';
  readonly file: SiteFileOptions;
}

/** All but those whose arguments are read elsewhere. */
type SimpleCommand = Exclude<keyof typeof flagsOf, 'group'>;

function isCommand(name: string): name is keyof typeof flagsOf {
  return Object.hasOwn(flagsOf, name);
}

interface FlagValues extends GroupFlagValues, ContentFlagValues {
  readonly data?: string | undefined;
  readonly node?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
  readonly help?: boolean | undefined;
  readonly limit?: string | undefined;
  readonly to?: string | undefined;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly url?: string | undefined;
  readonly icon?: string | undefined;
  /** One for `notify`, any number for `well-known`. */
  readonly type?: string | readonly string[] | undefined;
  readonly sender?: readonly string[] | undefined;
}

function notifyCommand({ to, type, title, body, url }: FlagValues): ClientCommand | string {
  if (to === undefined || type === undefined || title === undefined || body === undefined) {
    return 'notify takes --to PEER --type ID --title T --body B, and perhaps --url U.';
  }
  if (!/^(0x[0-9a-f]{40}|[0-9a-f]{64})$/i.test(to)) return '--to takes an address (0x...) or an inbox id.';
  const checked = checkNotification({ type, title, body, ...(url !== undefined && { url }) });
  if (checked.kind === 'invalid') return notificationSentences[checked.field];
  return { command: 'notify', peer: to, notification: checked.notification };
}

function clientCommand(
  name: Exclude<SimpleCommand, 'well-known'>,
  positionals: readonly string[],
  values: FlagValues,
): ClientCommand | string {
  const { offline = false, limit } = values;
  const [first = '', second = ''] = positionals;
  switch (name) {
    case 'send':
      return { command: name, peer: first, text: second };
    case 'notify':
      return notifyCommand(values);
    case 'reply':
    case 'react':
    case 'attach':
      return parseContentCommand(name, values);
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
): ClientCommand | SiteFileCommand | string {
  const wanted: readonly string[] = positionalsOf[name];
  if (positionals.length !== wanted.length) {
    const expected = wanted.length === 0 ? 'no further arguments' : wanted.join(' ');
    return `${name} takes ${expected}.`;
  }
  if (name !== 'well-known') return clientCommand(name, positionals, values);
  const { type } = values;
  const file = parseSiteFileOptions({ ...values, type: typeof type === 'string' ? [type] : type });
  return typeof file === 'string' ? file : { command: name, file };
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
  if (!isCommand(name)) {
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
  if (command.command === 'well-known' && command.file.senders.length > 0) {
    return { kind: 'siteFile', json, file: command.file, account: undefined };
  }
  const key = values.key ?? env.WALLET_INBOX_KEY;
  if (key === undefined || key === '') return wrong('A key is needed: --key HEX or WALLET_INBOX_KEY.', name);
  const account = { dataDir: values.data, node: values.node, key };
  if (command.command === 'well-known') return { kind: 'siteFile', json, file: command.file, account };
  return { kind: 'client', json, account, ...command };
}

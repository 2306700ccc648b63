import { readFileSync, statSync } from 'node:fs';
import { siteFileLimits } from '../core/content/notificationLimits.ts';
import { WalletInboxError } from '../core/errors.ts';
import type { AccountOptions } from './commandLine.ts';
import type { PrinterOutput } from './printer.ts';
import { type SiteFileOptions, siteFileOf } from './siteFile.ts';

interface Options {
  readonly json: boolean;
  readonly file: SiteFileOptions;
  /** Whose inbox is the sender when none is named. */
  readonly account: AccountOptions | undefined;
}

/**
 * Prints the file that a site must serve, and, for a person, how.
 *
 * @throws Cli.Usage for an image that cannot be used
 */
export async function printSiteFile(
  { json, file, account }: Options,
  env: Readonly<Record<string, string | undefined>>,
  { out, err }: PrinterOutput,
): Promise<void> {
  const icon = file.iconPath === undefined ? undefined : readIcon(file.iconPath);
  const senders = account === undefined ? file.senders : [await ownInboxId(account, env)];
  const content = siteFileOf(file, senders, icon);
  if (typeof content === 'string') throw new WalletInboxError('Cli.Usage', content);
  out(JSON.stringify(content, undefined, json ? undefined : 2));
  if (!json) {
    err('Serve this at /.well-known/wallet-inbox.json of the site, with Access-Control-Allow-Origin: *');
  }
}

async function ownInboxId(
  account: AccountOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { openInbox } = await import('./openInbox.ts');
  const client = await openInbox(account, env, false);
  try {
    return client.inboxId;
  } finally {
    await client.close();
  }
}

function readIcon(path: string): Uint8Array {
  try {
    // A device or a film is not read to learn that it is too large; one byte more than allowed tells the rest.
    const { size } = statSync(path);
    if (size > siteFileLimits.iconBytes) return new Uint8Array(siteFileLimits.iconBytes + 1);
    return readFileSync(path);
  } catch (cause) {
    throw new WalletInboxError('Cli.Usage', 'The file of the icon cannot be read.', { cause });
  }
}

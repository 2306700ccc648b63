import { readFileSync } from 'node:fs';
import { isWalletInboxError } from '../core/errors.ts';
import { parseCommandLine } from './commandLine.ts';
import { helpText } from './helpText.ts';
import { createPrinter, type PrinterOutput } from './printer.ts';
import { stopWithNpx } from './stopWithNpx.ts';

const output: PrinterOutput = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};

function version(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** Aborted by Ctrl-C, SIGTERM, or a reader of stdout that went away. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => controller.abort());
  process.stdout.on('error', () => controller.abort());
  return controller.signal;
}

async function run(args: readonly string[]): Promise<number> {
  const line = parseCommandLine(args, process.env);
  switch (line.kind) {
    case 'help':
      if (line.command === 'node') return (await import('../node/command.ts')).runNodeCommand(['--help']);
      output.out(helpText(line.command));
      return 0;
    case 'version':
      output.out(version());
      return 0;
    case 'usage':
      createPrinter(line.json, output).usage(line.reason, helpText(line.command));
      return 2;
    case 'node':
      stopWithNpx(process.env);
      return (await import('../node/command.ts')).runNodeCommand(line.args);
    case 'siteFile': {
      const printer = createPrinter(line.json, output);
      try {
        const { printSiteFile } = await import('./printSiteFile.ts');
        await printSiteFile(line, process.env, output);
        return 0;
      } catch (error) {
        if (isWalletInboxError(error, 'Cli.Usage')) {
          printer.usage(error.shortMessage, helpText('well-known'));
          return 2;
        }
        printer.error(error);
        return 1;
      }
    }
    case 'client': {
      const printer = createPrinter(line.json, output);
      stopWithNpx(process.env);
      try {
        // Loaded late: --help must not wait for the whole of core.
        const { openInbox } = await import('./openInbox.ts');
        const { runClientCommand } = await import('./runClientCommand.ts');
        const client = await openInbox(line.account, process.env, line.command === 'register');
        try {
          await runClientCommand(client, line, printer, stopSignal());
        } finally {
          await client.close();
        }
        return 0;
      } catch (error) {
        if (isWalletInboxError(error, 'Cli.Usage')) {
          printer.usage(error.shortMessage, helpText(line.command));
          return 2;
        }
        printer.error(error);
        return 1;
      }
    }
  }
}

/** The command line: `args` without node and script. Sets the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<void> {
  process.exitCode = await run(args);
}

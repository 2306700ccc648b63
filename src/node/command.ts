import { isWalletInboxError, WalletInboxError } from '../core/errors.ts';
import { createLineLogger } from './createLineLogger.ts';
import { nodeUsage, parseNodeArguments } from './parseNodeArguments.ts';
import { startNode } from './startNode.ts';

/**
 * `wallet-inbox node`: runs until SIGINT or SIGTERM. Prints one line of JSON on stdout when ready and logs to stderr.
 *
 * @param args what follows `node` on the command line
 * @returns the exit code: 0 after a clean stop, 1 when it could not start, 2 for a wrong option
 */
export async function runNodeCommand(args: readonly string[]): Promise<number> {
  try {
    const command = parseNodeArguments(args);
    if (command.kind === 'help') {
      process.stdout.write(nodeUsage);
      return 0;
    }
    const stopped = nextSignal(['SIGINT', 'SIGTERM']);
    const node = await startNode({
      data: command.data,
      host: command.host,
      grpcPort: command.grpcPort,
      webPort: command.webPort,
      rateLimits: command.rateLimits,
      ...(command.uploads === undefined ? {} : { uploads: command.uploads }),
      logger: createLineLogger((line) => process.stderr.write(line), command.verbose),
    });
    process.stdout.write(`${JSON.stringify({ ready: true, grpcUrl: node.grpcUrl, webUrl: node.webUrl })}\n`);
    await stopped;
    await node.close();
    return 0;
  } catch (error) {
    if (!(error instanceof WalletInboxError)) throw error;
    process.stderr.write(`wallet-inbox node: ${error.message}\n`);
    return isWalletInboxError(error, 'LocalNode.InvalidOption') ? 2 : 1;
  }
}

function nextSignal(signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // A second signal ends the process in the system's way.
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}

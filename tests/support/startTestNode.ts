/** Our node as a process of its own, on ports chosen at run time: it can be killed like any program. NODE_LOG shows its log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const command = resolve(import.meta.dirname, '../../bin/wallet-inbox.js');

export interface TestNode {
  readonly grpcUrl: string;
  readonly webUrl: string;
  /** The folder of its database. */
  readonly dataDir: string;
  /** SIGTERM, and waits; removes the folder when the node had made it. */
  stop(): Promise<void>;
  /** SIGKILL, and waits; the folder stays. */
  kill(): Promise<void>;
}

export interface TestNodeOptions {
  /** Keep the database here (it is not removed). Default: a new folder. */
  readonly dataDir?: string;
  /** Fixed ports, to come back where a killed node was. Default: free ones. */
  readonly grpcPort?: number;
  readonly webPort?: number;
}

function readyLine(child: ChildProcess): Promise<{ grpcUrl: string; webUrl: string }> {
  return new Promise((done, fail) => {
    if (child.stdout === null) return fail(new Error('node: no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) done(JSON.parse(line));
    });
    let log = '';
    child.stderr?.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-2_000);
    });
    child.on('exit', (code, signal) =>
      fail(new Error(`node: ended before it was ready (${code ?? signal}): ${log}`)),
    );
    child.on('error', fail);
  });
}

export async function startTestNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'wallet-inbox-node-'));
  const ports = ['--grpc-port', String(options.grpcPort ?? 0), '--web-port', String(options.webPort ?? 0)];
  const child = spawn(
    process.execPath,
    [command, 'node', '--data', dataDir, '--host', '127.0.0.1', ...ports],
    {
      stdio: ['ignore', 'pipe', process.env.NODE_LOG === undefined ? 'pipe' : 'inherit'],
    },
  );
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  try {
    const { grpcUrl, webUrl } = await readyLine(child);
    return {
      grpcUrl,
      webUrl,
      dataDir,
      async stop() {
        await end('SIGTERM');
        if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      },
      kill: () => end('SIGKILL'),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

/**
 * Chromium with the built extension, driven over a bare DevTools socket that attaches to the pages it opens and to
 * nothing else. A debugger on a service worker keeps it alive, and Playwright puts one on every worker: what the
 * worker's life is like for a person can only be seen from here.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumArgs, findBrowser } from '../../scripts/browser.ts';
import { extensionFolder } from './extensionBrowser.ts';

export interface RawPage {
  /** Value of an expression (a promise is awaited); it must survive JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** Polls until the expression is truthy. */
  until(expression: string, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface RawChromium {
  /** Opens a page and attaches to it. */
  open(url: string): Promise<RawPage>;
  /** Attaches to a page that opens by itself, by the end of its address. */
  attach(urlEnd: string): Promise<RawPage>;
  /** Types of all targets, e.g. `page`, `service_worker`. A sleeping worker is not among them. */
  targets(): Promise<readonly { readonly type: string; readonly url: string }[]>;
  /** Ends the extension's worker, as the browser does with one that it takes for idle; resolves when it is gone. */
  endWorker(): Promise<void>;
  close(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

async function endpoint(profileDir: string, child: ChildProcess): Promise<string> {
  const file = join(profileDir, 'DevToolsActivePort');
  for (let turn = 0; turn < 300; turn += 1) {
    if (child.exitCode !== null) break;
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await sleep(100);
  }
  throw new Error('chromium did not open its DevTools port');
}

/** `folder`: of another extension than the built one. */
export async function rawChromium(profileDir: string, folder = extensionFolder): Promise<RawChromium> {
  rmSync(join(profileDir, 'DevToolsActivePort'), { force: true });
  const child = spawn(
    await findBrowser(),
    [
      ...chromiumArgs,
      '--headless=new',
      `--user-data-dir=${profileDir}`,
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
      '--remote-debugging-port=0',
      '--remote-allow-origins=*',
      // As Playwright starts it, so that both read the same profile.
      '--password-store=basic',
      '--use-mock-keychain',
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const socket = new WebSocket(await endpoint(profileDir, child));
  await new Promise((done, fail) => {
    socket.onopen = done;
    socket.onerror = fail;
  });
  const pending = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  socket.onmessage = ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    if (reply.id !== undefined) pending.get(reply.id)?.(reply);
  };
  function call(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    lastId += 1;
    const id = lastId;
    return new Promise((done, fail) => {
      pending.set(id, ({ result, error }) => {
        pending.delete(id);
        if (error) fail(new Error(`${method}: ${error.message}`));
        else done(result ?? {});
      });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
    });
  }

  async function targets() {
    const { targetInfos } = await call('Target.getTargets');
    return targetInfos as { type: string; url: string; targetId: string }[];
  }

  async function attachTo(targetId: string): Promise<RawPage> {
    const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
    async function evaluate<T>(expression: string): Promise<T> {
      const { result, exceptionDetails } = (await call(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true, userGesture: true },
        sessionId as string,
      )) as { result: { value: T }; exceptionDetails?: { exception?: { description?: string } } };
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'evaluate failed');
      return result.value;
    }
    return {
      evaluate,
      async until(expression, timeoutMs = 60_000) {
        const deadline = Date.now() + timeoutMs;
        while (!(await evaluate<boolean>(`Boolean(${expression})`))) {
          if (Date.now() > deadline) throw new Error(`not in ${timeoutMs} ms: ${expression}`);
          await sleep(50);
        }
      },
      async close() {
        await call('Target.closeTarget', { targetId });
      },
    };
  }

  return {
    async open(url) {
      const { targetId } = await call('Target.createTarget', { url });
      return await attachTo(targetId as string);
    },
    async attach(urlEnd) {
      for (let turn = 0; turn < 300; turn += 1) {
        const target = (await targets()).find(({ type, url }) => type === 'page' && url.endsWith(urlEnd));
        if (target !== undefined) return await attachTo(target.targetId);
        await sleep(50);
      }
      throw new Error(`no page opened at ${urlEnd}`);
    },
    targets,
    async endWorker() {
      for (const { type, targetId } of await targets()) {
        if (type === 'service_worker') await call('Target.closeTarget', { targetId });
      }
      while ((await targets()).some(({ type }) => type === 'service_worker')) await sleep(20);
    },
    async close() {
      await call('Browser.close').catch(() => undefined);
      socket.close();
      await ended;
    },
  };
}

/** A server that answers gRPC-web calls with exactly the bytes it is told to, as no real node would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';

/** What is done with one call. */
export type Answer = (response: ServerResponse) => void;

interface ReceivedCall {
  /** Last part of the path, e.g. `QueryGroupMessages`. */
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  /** The request's protobuf message. */
  readonly message: Buffer;
}

export interface AnsweringNode {
  readonly url: string;
  /** In order, since the last `answer`. */
  readonly calls: readonly ReceivedCall[];
  /** From now on: one answer a call, the last one for all that follow. */
  answer(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function answeringNode(): Promise<AnsweringNode> {
  let waiting: Answer[] = [];
  let calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = Buffer.concat(chunks).subarray(5);
    calls.push({ method: request.url?.split('/').at(-1) ?? '', headers: request.headers, message });
    const answer = waiting.length > 1 ? waiting.shift() : waiting[0];
    answer?.(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    answer(...answers) {
      waiting = [...answers];
      calls = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A gRPC-web frame: 0 for a message, 0x80 for the trailer. */
export function frame(flag: number, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(5 + data.length);
  bytes[0] = flag;
  bytes.writeUInt32BE(data.length, 1);
  bytes.set(data, 5);
  return bytes;
}

export function trailer(status: number, message = ''): Buffer {
  const text = `grpc-status: ${status}\r\ngrpc-message: ${encodeURIComponent(message)}\r\n`;
  return frame(0x80, Buffer.from(text));
}

/** A message in its frame. */
export function messageFrame<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Buffer {
  return frame(0, toBinary(schema, create(schema, init)));
}

/** Writes the headers of a successful answer. */
export function openAnswer(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'application/grpc-web+proto' });
}

export function answerBytes(...parts: readonly Uint8Array[]): Answer {
  return (response) => {
    openAnswer(response).end(Buffer.concat(parts));
  };
}

export function answerStatus(code: number, message = ''): Answer {
  return answerBytes(trailer(code, message));
}

export function answerMessage<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Answer {
  return answerBytes(messageFrame(schema, init), trailer(0));
}

/** An answer of something that is no node. */
export function answerHttp(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(code, headers).end('<html>no node here</html>');
  };
}

/** The address of a JSON-RPC endpoint that a person chose: https, or plain http on this machine. */
import * as v from 'valibot';
import { cappedText } from './wireFields.ts';

const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether requests may go there. The extension's own policy lets no other scheme through. */
export function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.includes(hostname));
}

/** Empty: there is none, and nothing is asked. */
export const endpointUrlField = v.pipe(
  cappedText(512),
  v.check((text) => text === '' || isEndpointUrl(text)),
);

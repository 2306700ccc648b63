import type { NamesModel } from './namesModel.ts';

/** Somebody whom the person is about to write to. */
export interface NewPeer {
  /** An address, or whatever else was typed: what is wrong with it is for the worker to say. */
  readonly target: string;
  /** The name that stands for it. */
  readonly name?: string;
  /** A known address that it could be taken for. */
  readonly lookalike?: string;
}

/** Neither an address nor an inbox id holds a dot; every name does. */
export const isName = (typed: string): boolean => typed.includes('.');

/** Looks up what was typed where it is a name, and compares the address with those that the person knows. */
export async function peerOf(
  typed: string,
  names: Pick<NamesModel, 'resolve' | 'lookalikeOf'>,
): Promise<NewPeer> {
  const given = typed.trim();
  const resolved = isName(given) ? await names.resolve(given) : undefined;
  const target = resolved?.address ?? given;
  const lookalike = /^0x[0-9a-f]{40}$/iu.test(target)
    ? await names.lookalikeOf(target.toLowerCase())
    : undefined;
  return {
    target,
    ...(resolved === undefined ? {} : { name: resolved.name }),
    ...(lookalike === undefined ? {} : { lookalike }),
  };
}

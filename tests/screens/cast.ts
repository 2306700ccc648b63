/** Who talks in the pictures. The keys are fixed, so that addresses and patterns are the same in every run. */
import { type OurClient, ourClient } from '../support/ourClient.ts';

const keyOf = (n: number): Uint8Array => Buffer.from(n.toString(16).padStart(64, 'a'), 'hex');

/** The last two begin and end alike: see tests/e2e/names.test.ts. */
const keys = {
  tom: keyOf(0x101),
  yuki: keyOf(0x102),
  ines: keyOf(0x103),
  noah: keyOf(0x104),
  landlord: keyOf(0x105),
  designer: keyOf(0x106),
  neighbour: keyOf(0x107),
  spammer: keyOf(0x108),
  maria: Buffer.from('77616c6c65740000000000000000000000000000ee12'.padStart(64, '0'), 'hex'),
  impostor: Buffer.from('77616c6c657400000000000000000000000000018446'.padStart(64, '0'), 'hex'),
};

/** The account of the pictures, and the sender of its shop: 64 hex digits. */
export const ownKey = keyOf(0x201).reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '');
export const shopKey = keyOf(0x202).reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '');

export type Person = keyof typeof keys;
export type Cast = Readonly<Record<Person, OurClient>>;

/** What the people of the pictures call themselves; the others have no name. */
export const namesOf = {
  maria: 'maria.eth',
  tom: 'tomlang.eth',
  yuki: 'yuki.eth',
  ines: 'ines.eth',
  noah: 'noahb.eth',
};

export async function openCast(webUrl: string): Promise<Cast> {
  const opened: [string, OurClient][] = [];
  for (const [name, privateKey] of Object.entries(keys)) {
    opened.push([name, await ourClient({ webUrl, privateKey })]);
  }
  return Object.fromEntries(opened) as Cast;
}

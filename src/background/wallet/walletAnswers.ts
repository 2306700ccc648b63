/** The checks on what a page says in a wallet's name. All of it is a claim until a signature recovers to an address. */
import * as v from 'valibot';
import { iconField } from '../../bridge/siteView.ts';
import { addressField, plainLineField } from '../../bridge/wireFields.ts';

/** More wallets than this in one page are not looked at. */
const maxWallets = 20;

const walletSchema = v.object({
  uuid: v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{1,64}$/u)),
  name: plainLineField(80),
  rdns: plainLineField(120),
  // An icon that cannot be shown safely is no reason to hide a wallet.
  icon: v.fallback(v.optional(iconField), undefined),
});

export const discoverAnswerSchema = v.object({
  wallets: v.pipe(
    v.array(v.unknown()),
    v.transform((entries) =>
      entries.slice(0, maxWallets).flatMap((entry) => {
        const wallet = v.safeParse(walletSchema, entry);
        return wallet.success ? [wallet.output] : [];
      }),
    ),
  ),
});

const resultOf = <T extends v.GenericSchema>(result: T) => v.object({ result });

export const accountsAnswerSchema = resultOf(
  v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(42), v.toLowerCase(), addressField)),
    v.minLength(1),
    v.maxLength(100),
  ),
);

export const signatureAnswerSchema = resultOf(
  v.pipe(v.string(), v.maxLength(20_000), v.regex(/^0x(?:[0-9a-fA-F]{2})+$/u)),
);

export const chainAnswerSchema = resultOf(
  v.pipe(
    v.string(),
    v.maxLength(66),
    v.regex(/^0x[0-9a-fA-F]+$/u),
    v.transform((hex: string) => BigInt(hex)),
  ),
);

export const hashAnswerSchema = resultOf(v.pipe(v.string(), v.toLowerCase(), v.regex(/^0x[0-9a-f]{64}$/u)));

/** EIP-5792; its first version answered with the bare id. */
export const batchAnswerSchema = resultOf(
  v.union([
    v.pipe(v.string(), v.maxLength(8_194)),
    v.pipe(
      v.object({ id: v.pipe(v.string(), v.maxLength(8_194)) }),
      v.transform(({ id }) => id),
    ),
  ]),
);

export const answerMessageSchema = v.object({
  kind: v.literal('walletAnswer'),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u)),
  answer: v.variant('ok', [
    v.looseObject({ ok: v.literal(true) }),
    v.object({ ok: v.literal(false), code: v.number() }),
  ]),
});

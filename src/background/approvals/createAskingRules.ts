/**
 * Which sites may ask at all. The rows lie in clear beside the vault (SECURITY.md): they have to hold while the vault is
 * closed, and without any account.
 */
import * as v from 'valibot';
import { originField } from '../../bridge/siteView.ts';
import type { Clock } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import type { StorageArea } from '../platform/storageArea.ts';

const rulesKey = 'sites.asking';
const dismissalsUntilCoolDown = 2;
const coolDownMs = 24 * 60 * 60 * 1000;
/** The oldest cool-downs make room first; a "never" stays. */
const maxRules = 1_000;

const rulesSchema = v.array(
  v.strictObject({
    origin: originField,
    /** In a row, without an approval between them. */
    dismissals: v.number(),
    coolDownUntilMs: v.exactOptional(v.number()),
    isSilenced: v.boolean(),
  }),
);

type Rule = v.InferOutput<typeof rulesSchema>[number];

export interface AskingRules {
  mayAsk(origin: string): Promise<boolean>;
  /** The person closed the window or said no. Two in a row start a cool-down of a day. */
  noteDismissal(origin: string): Promise<void>;
  /** The person said yes: what was dismissed before is forgotten. */
  noteApproval(origin: string): Promise<void>;
  /** True: for good. False: it may ask again at once. */
  setSilenced(origin: string, isSilenced: boolean): Promise<void>;
  silenced(): Promise<readonly string[]>;
}

export function createAskingRules(deps: { readonly local: StorageArea; readonly clock: Clock }): AskingRules {
  const { local, clock } = deps;
  const exclusive = createMutex();
  const read = async (): Promise<readonly Rule[]> => {
    const stored = v.safeParse(rulesSchema, await local.get(rulesKey));
    return stored.success ? stored.output : [];
  };

  const change = (origin: string, next: (rule: Rule) => Rule | undefined): Promise<void> =>
    exclusive(async () => {
      const rules = await read();
      const rule = rules.find((each) => each.origin === origin) ?? {
        origin,
        dismissals: 0,
        isSilenced: false,
      };
      const changed = next(rule);
      const rest = rules.filter((each) => each.origin !== origin);
      const all = changed === undefined ? rest : [...rest, changed];
      const surplus = Math.max(0, all.length - maxRules);
      const dropped = new Set(all.filter(({ isSilenced }) => !isSilenced).slice(0, surplus));
      await local.set(
        rulesKey,
        all.filter((each) => !dropped.has(each)),
      );
    });

  return {
    async mayAsk(origin) {
      const rule = (await read()).find((each) => each.origin === origin);
      return rule === undefined || (!rule.isSilenced && (rule.coolDownUntilMs ?? 0) <= clock.nowMs());
    },
    noteDismissal: (origin) =>
      change(origin, ({ coolDownUntilMs: _, ...rule }) => {
        const dismissals = rule.dismissals + 1;
        return dismissals < dismissalsUntilCoolDown
          ? { ...rule, dismissals }
          : { ...rule, dismissals: 0, coolDownUntilMs: clock.nowMs() + coolDownMs };
      }),
    noteApproval: (origin) => change(origin, () => undefined),
    setSilenced: (origin, isSilenced) =>
      change(origin, () => (isSilenced ? { origin, dismissals: 0, isSilenced } : undefined)),
    async silenced() {
      return (await read()).filter(({ isSilenced }) => isSilenced).map(({ origin }) => origin);
    },
  };
}

import type { Database } from '../ports.ts';
import {
  contractSchema,
  contractSealer,
  type DeclareCase,
  type LooseDatabase,
} from './contract/contractKit.ts';
import { persistenceContract } from './contract/persistenceContract.ts';
import { rangesContract } from './contract/rangesContract.ts';
import { recordsContract } from './contract/recordsContract.ts';
import type { RecordSealer } from './recordSealer.ts';
import type { StorageSchema } from './storageSchema.ts';

/** One promise of the Database port; `run` rejects when it is not kept. */
interface ContractCase {
  readonly name: string;
  run(): Promise<void>;
}

/** How the suite reaches one implementation. `place` names a database: the same name, the same data. */
interface ContractSubject {
  open(place: string, options: { schema: StorageSchema; sealer: RecordSealer }): Promise<Database>;
  /** Whether data outlives `close`. */
  readonly isPersistent: boolean;
}

let places = 0;

/**
 * What every implementation of the Database port promises, as cases without a test framework: the same suite runs in
 * Node and in a page of a real browser.
 */
export const databaseContract = (subject: ContractSubject): readonly ContractCase[] => {
  const openAt = async (place: string, key = 1, schema = contractSchema) =>
    (await subject.open(place, { schema, sealer: contractSealer(key) })) as unknown as LooseDatabase;
  const cases: ContractCase[] = [];
  const declare: DeclareCase = (name, body) => {
    cases.push({
      name,
      async run() {
        places += 1;
        const place = `contract-${places}-${Date.now()}`;
        const db = await openAt(place);
        try {
          await body(db, place);
        } finally {
          await db.close();
        }
      },
    });
  };
  recordsContract(declare);
  rangesContract(declare);
  if (subject.isPersistent) persistenceContract(declare, openAt);
  return cases;
};

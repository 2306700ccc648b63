import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { followGroup, type PassiveClientVector } from './passiveClient.ts';
import { vectorTest } from './vectorTest.ts';

vectorTest<PassiveClientVector>('passive-client-handling-commit', (vector) => {
  followGroup(vector, suite3);
});

import { type DeclareCase, keys, put, same } from './contractKit.ts';

/** Lists and counts. */
export const rangesContract = (test: DeclareCase): void => {
  test('the primary key is listed in order, bounded and limited', async (db) => {
    await db.commit(['d', 'a', 'c', 'b', 'B', '~'].map((key) => put('plain', key)));
    same(keys(await db.list('plain')), 'B a b c d ~');
    same(keys(await db.list('plain', { direction: 'descending' })), '~ d c b a B');
    same(keys(await db.list('plain', { after: 'a', before: 'd' })), 'b c');
    same(keys(await db.list('plain', { after: 'a', limit: 2 })), 'b c');
    same(keys(await db.list('plain', { before: 'c', limit: 2, direction: 'descending' })), 'b a');
    same(keys(await db.list('plain', { equals: ['c'] })), 'c');
    same(keys(await db.list('plain', { after: '' })), 'B a b c d ~');
    same(keys(await db.list('plain', { after: 'd', before: 'a' })), '');
    same(keys(await db.list('plain', { after: 'c', before: 'c' })), '');
    same(keys(await db.list('plain', { limit: 0 })), '');
    same(
      [await db.count('plain', { after: 'a' }), await db.count('plain', { after: 'a', limit: 3 })],
      [4, 3],
    );
  });

  test('an index is listed by its fields, then by key, after a prefix of equals', async (db) => {
    const row = (key: string, group: string, order: number | string, part = 'p') =>
      put('rows', key, { group, order, part });
    await db.commit([
      row('k1', 'g', 2),
      row('k2', 'g', 10),
      row('k3', 'g', 2),
      row('k4', 'ga', 1),
      row('k5', 'f', 99),
      row('k6', 'g', 2, 'a'),
      row('k7', 'g', 'text'),
      row('k8', 'g', -1.5),
    ]);
    const list = async (query: object) => keys(await db.list('rows', { index: 'byGroup', ...query }));
    same(await list({}), 'k5 k8 k6 k1 k3 k2 k7 k4');
    same(await list({ direction: 'descending' }), 'k4 k7 k2 k3 k1 k6 k8 k5');
    same(await list({ equals: ['g'] }), 'k8 k6 k1 k3 k2 k7');
    same(await list({ equals: ['g', 2] }), 'k6 k1 k3');
    same(await list({ equals: ['g', 2, 'p'] }), 'k1 k3');
    same(await list({ equals: ['g'], after: 2 }), 'k2 k7');
    same(await list({ equals: ['g'], before: 10 }), 'k8 k6 k1 k3');
    same(await list({ equals: ['g'], after: -1.5, before: 10 }), 'k6 k1 k3');
    same(await list({ equals: ['g', 2], after: 'a' }), 'k1 k3');
    same(await list({ equals: ['g'], before: 10, direction: 'descending', limit: 2 }), 'k3 k1');
    same(await list({ equals: ['g'], after: 2, direction: 'descending' }), 'k7 k2');
    same(await list({ after: 'f', before: 'ga' }), 'k8 k6 k1 k3 k2 k7');
    same(await list({ equals: ['none'] }), '');
    same(await db.count('rows', { index: 'byGroup', equals: ['g'], after: 2 }), 2);
  });

  test('a record is in those indexes alone whose fields it has', async (db) => {
    await db.commit([
      put('rows', 'a', { group: 'g', order: 1, state: 'open' }),
      put('rows', 'b', { state: 'open', part: undefined }),
      put('rows', 'c', {}),
    ]);
    same(keys(await db.list('rows', { index: 'byState' })), 'a b');
    same(keys(await db.list('rows', { index: 'byGroup' })), '');
    same(keys(await db.list('rows')), 'a b c');
    await db.commit([put('rows', 'a', { group: 'g', order: 1, part: 'p' })]);
    same(keys(await db.list('rows', { index: 'byState' })), 'b');
    same(await db.count('rows', { index: 'byGroup', equals: ['g'] }), 1);
    same((await db.get('rows', 'b'))?.clear, { state: 'open' });
  });
};

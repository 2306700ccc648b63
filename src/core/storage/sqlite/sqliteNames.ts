/**
 * Names in SQL. A schema's names were checked to be plain, so that quoting them is enough; the prefixes keep them apart
 * from our own columns.
 */
export const tableSql = (table: string): string => `"t_${table}"`;
export const columnSql = (field: string): string => `"c_${field}"`;
export const indexSql = (table: string, index: string): string => `"i_${table}_${index}"`;

/** The fields that some index of a table names; each is a column of its own. */
export const indexedFields = (indexes: Readonly<Record<string, readonly string[]>>): readonly string[] => [
  ...new Set(Object.values(indexes).flat()),
];

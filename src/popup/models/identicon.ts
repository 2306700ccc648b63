/** Cells of a mirrored 5 x 5 pattern and a hue, from an id. Not a proof of identity: the address stands beside it. */
export function identiconCells(id: string): {
  readonly hue: number;
  readonly cells: readonly (readonly [number, number])[];
} {
  // FNV-1a, run on with a multiplier: any spread will do, the input is already a hash.
  let state = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    state = Math.imul(state ^ id.charCodeAt(i), 0x01000193) >>> 0;
  }
  const next = () => {
    state = (Math.imul(state, 0x5bd1e995) ^ (state >>> 13)) >>> 0;
    return state;
  };
  const hue = next() % 360;
  const cells: [number, number][] = [];
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 3; x++) {
      if ((next() >>> 7) % 2 === 0) continue;
      cells.push([x, y]);
      if (x < 2) cells.push([4 - x, y]);
    }
  }
  return { hue, cells };
}

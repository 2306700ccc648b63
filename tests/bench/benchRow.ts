/** One measured figure. */
import type { BenchPages } from './benchPages.ts';

/** `ratio` is peer / ours: above 1 we are ahead. */
export interface BenchRow {
  readonly name: string;
  readonly unit: 'ms' | 'bytes' | 'count';
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
}

export interface BenchSetting {
  readonly pages: BenchPages;
  readonly grpcUrl: string;
  readonly webUrl: string;
  /** A part of the load, to try the bench itself. */
  readonly isQuick: boolean;
}

export type Subject = (setting: BenchSetting) => Promise<readonly BenchRow[]>;
/** The value below which `share` of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function row(name: string, unit: BenchRow['unit'], ours: number, peer: number | null): BenchRow {
  return { name, unit, ours, peer, ratio: peer === null ? null : peer / ours };
}

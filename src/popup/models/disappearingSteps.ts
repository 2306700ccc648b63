const secondNs = 1_000_000_000n;

/** How long messages may stay, as it is offered. */
export const disappearingSteps = [
  { value: 'off', inNs: undefined },
  { value: 'minutes', inNs: 300n * secondNs },
  { value: 'hour', inNs: 3_600n * secondNs },
  { value: 'day', inNs: 86_400n * secondNs },
  { value: 'week', inNs: 604_800n * secondNs },
  { value: 'month', inNs: 2_419_200n * secondNs },
] as const;

/** `other`: what another program has set. */
export type DisappearingChoice = (typeof disappearingSteps)[number]['value'] | 'other';

export function disappearingChoice(inNs: string | undefined): DisappearingChoice {
  const wanted = inNs === undefined ? undefined : BigInt(inNs);
  return disappearingSteps.find((step) => step.inNs === wanted)?.value ?? 'other';
}

/** As the worker takes it; undefined: messages stay. */
export function disappearingNs(choice: DisappearingChoice): string | undefined {
  return disappearingSteps.find(({ value }) => value === choice)?.inNs?.toString();
}

import { setFlagsFromString } from 'node:v8'

/** V8's optimising compilers: Maglev compiles fast, TurboFan makes fast code. */
export type Optimiser = 'maglev' | 'turbofan'

const FLAGS: Readonly<Record<Optimiser, string>> = { maglev: '--no-maglev', turbofan: '--no-opt' }

/**
 * Turns these compilers off: the memory they take while they work is never given back. For processes that mostly wait.
 */
export function doWithout(...optimisers: readonly Optimiser[]): void {
  for (const optimiser of optimisers) setFlagsFromString(FLAGS[optimiser])
}

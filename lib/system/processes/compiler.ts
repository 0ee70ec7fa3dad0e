import { setFlagsFromString } from 'node:v8'

/** V8's optimising compilers: one that is quick, and one whose code is. */
export type Optimiser = 'maglev' | 'turbofan'

const FLAGS: Readonly<Record<Optimiser, string>> = { maglev: '--no-maglev', turbofan: '--no-opt' }

/**
 * Keeps these from compiling any more: what they need while they work is never given back. For a process that mostly
 * waits.
 */
export function doWithout(...optimisers: readonly Optimiser[]): void {
  for (const optimiser of optimisers) setFlagsFromString(FLAGS[optimiser])
}

import type { Probe } from './probe.ts'
import { tcp } from './tcp.ts'

/** All ways to check something. */
export const PROBES: readonly Probe[] = [tcp]

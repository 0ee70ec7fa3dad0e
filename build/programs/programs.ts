import { AGENT } from './agent-program.ts'
import type { BuiltProgram } from './built-program.ts'
import { HUB } from './hub-program.ts'

/** All programs of this repository. */
export const PROGRAMS: readonly BuiltProgram[] = [AGENT, HUB]

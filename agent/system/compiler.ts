import { setFlagsFromString } from 'node:v8'

/**
 * Keeps V8's optimising compilers from compiling any more: what they need while they work is never given back. For a process
 * that mostly waits.
 */
export function compileSimply(): void {
  setFlagsFromString('--no-opt')
  setFlagsFromString('--no-maglev')
}

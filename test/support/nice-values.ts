import { readdirSync, readFileSync } from 'node:fs'

/** The nice values of the threads of this process. */
export function niceValues(): readonly number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1')
    // proc(5): field 19, counted behind the name, which may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  })
}

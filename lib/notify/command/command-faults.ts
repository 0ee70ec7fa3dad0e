import { programFaults } from '../../settings/program-faults.ts'
import type { CommandSettings } from './command-settings.ts'

/** Why the program of an alert must not be run, or cannot be, a sentence each. */
export function commandFaults({ option, exec: [program], files }: CommandSettings): readonly string[] {
  return programFaults(program, files).map((fault) => `${option}: ${fault}`)
}

import type { Command } from './command.ts'

/** What asks for help, wherever it stands. */
export const HELP: readonly string[] = ['-h', '--help']

/** One option as it was typed. */
export interface TypedOption {
  readonly flag: string
  /** As it was typed; undefined without one. */
  readonly value: string | undefined
}

/** The words of a command line, apart. */
export interface Words {
  readonly args: readonly string[]
  readonly options: readonly TypedOption[]
}

/**
 * Tells arguments from options. The word behind an option that takes a value is its value, with a minus too (`--zone
 * -0530`), but where it is itself an option of these commands. Behind `--` all are arguments.
 */
export function wordsOf(line: readonly string[], commands: readonly Command[]): Words {
  const known = commands.flatMap(({ options }) => options.map(({ flags }) => flags.split(' ')))
  const flags = new Set([...HELP, '--', ...known.map(([flag]) => flag)])
  const withValue = new Set(known.filter(({ length }) => length > 1).map(([flag]) => flag))
  const args: string[] = []
  const options: TypedOption[] = []
  const rest = [...line]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      args.push(...rest.splice(0))
    } else if (word === '-' || !word.startsWith('-')) {
      args.push(word)
    } else {
      const [flag = '', ...parts] = word.split('=')
      const isApart = parts.length === 0 && withValue.has(flag) && !flags.has(rest[0]?.split('=')[0])
      options.push({ flag, value: isApart ? rest.shift() : parts.length === 0 ? undefined : parts.join('=') })
    }
  }
  return { args, options }
}

import type { Command } from './command.ts'

/** The flags that ask for help, anywhere on the line. */
export const HELP: readonly string[] = ['-h', '--help']

/** One typed option. */
export interface TypedOption {
  readonly flag: string
  /** The value as typed; undefined if there is none. */
  readonly value: string | undefined
}

/** The words of a command line, split into arguments and options. */
export interface Words {
  readonly args: readonly string[]
  readonly options: readonly TypedOption[]
}

/**
 * Separates arguments from options. The word after an option that takes a value is its value, even if it begins with a
 * minus (`--zone -0530`), unless that word is itself an option of these commands. After one that may have a value
 * (`--watch [interval]`) a word is its value unless it begins with a minus. After `--` every word is an argument.
 */
export function splitWords(line: readonly string[], commands: readonly Command[]): Words {
  const known = commands.flatMap(({ options }) => options.map(({ flags }) => flags.split(' ')))
  const flags = new Set([...HELP, '--', ...known.map(([flag]) => flag)])
  const withValue = new Set(known.filter(({ length }) => length > 1).map(([flag]) => flag))
  const withChoice = new Set(known.filter(([, value]) => value?.startsWith('[')).map(([flag]) => flag))
  const isValue = (flag: string, next = ''): boolean =>
    !flags.has(next.split('=')[0] ?? '') && !(withChoice.has(flag) && next.startsWith('-'))
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
      const isApart = parts.length === 0 && withValue.has(flag) && isValue(flag, rest[0])
      options.push({ flag, value: isApart ? rest.shift() : parts.length === 0 ? undefined : parts.join('=') })
    }
  }
  return { args, options }
}

import { ActionNeeded, EXIT } from '../system/errors.ts'
import { nearest } from '../text/nearest.ts'
import { plainText } from '../text/plain-text.ts'
import type { Command, Options } from './command.ts'
import { unknownWord } from './unknown-word.ts'
import { HELP, type TypedOption, splitWords } from './words.ts'

/** The parsed command line: a command with its arguments and options, or a request for help. */
export type Typed =
  | { readonly asks: 'work'; readonly command: Command; readonly args: readonly string[]; readonly options: Options }
  | { readonly asks: 'help'; readonly command: Command | undefined; readonly action: string | undefined }

/**
 * Parses the words after the program's name. `names` lists all commands; `commands` holds those that are loaded: the
 * one that is meant, or all of them. Throws `ActionNeeded` (exit 2) with one sentence if the line is not valid.
 */
export function typedIn(
  program: string,
  line: readonly string[],
  commands: readonly Command[],
  names: readonly string[],
): Typed {
  const { args, options } = splitWords(line, commands)
  const asked = args[0] === 'help'
  const isHelp = asked || options.some(({ flag }) => HELP.includes(flag))
  const [name, ...given] = asked ? args.slice(1) : args
  if (name === undefined || (asked && name === 'help')) {
    if (isHelp) return { asks: 'help', command: undefined, action: undefined }
    throw new ActionNeeded(`say what to do; the commands are ${names.join(', ')} (${program} help)`, EXIT.usage)
  }
  const command = commands.find(({ usage }) => nameIn(usage) === name)
  if (command === undefined) throw unknownWord({ program, kind: 'command', typed: name, words: [...names, 'help'] })
  if (isHelp) return { asks: 'help', command, action: actionOf(program, command, given) }
  for (const option of options) refuseOption(program, command, option)
  refuseCount(program, command, given)
  return { asks: 'work', command, args: given, options: valuesOf(command, options) }
}

/** The last value of each option; all values of one that may be repeated, with NUL between them. */
function valuesOf({ options: known }: Command, typed: readonly TypedOption[]): Options {
  const values: Record<string, string | boolean> = {}
  for (const { flag, value = true } of typed) {
    const [name, isRepeated] = [
      flag.slice(2),
      known.some(({ flags }) => flags.startsWith(`${flag} `) && flags.endsWith('...')),
    ]
    const before = values[name]
    values[name] = isRepeated && before !== undefined ? `${before}\0${value}` : value
  }
  return values
}

function actionOf(program: string, { usage, actions }: Command, [action]: readonly string[]): string | undefined {
  if (actions === undefined || action === undefined || Object.hasOwn(actions, action)) return action
  throw unknownWord({ program, command: nameIn(usage), kind: 'action', typed: action, words: Object.keys(actions) })
}

function refuseOption(program: string, { usage, options }: Command, { flag, value }: TypedOption): void {
  const name = nameIn(usage)
  const option = options.find(({ flags }) => flags.split(' ')[0] === flag)
  if (option === undefined) {
    const near = nearest(
      flag,
      options.map(({ flags }) => flags.split(' ')[0] ?? ''),
    )
    const instead = near === undefined ? '' : `did you mean ${near}? `
    throw wrong(name, `there is no option ${plainText(flag)}; ${instead}see: ${program} help ${name}`)
  }
  const { flags, values } = option
  if (!flags.includes(' ')) {
    if (value !== undefined) throw wrong(name, `${flag} takes no value`)
  } else if (value === '' || (value === undefined && !flags.includes(' ['))) {
    throw wrong(name, `${flag} wants a value: ${flags}`)
  } else if (value !== undefined && values !== undefined && !values.includes(value)) {
    throw wrong(name, `${flag} takes ${oneOf(values)}, not "${plainText(value)}"`)
  }
}

/** A command's usage line says how many arguments it takes: `parse <driver> [file]`; `...` allows any number. */
function refuseCount(program: string, { usage, words }: Command, args: readonly string[]): void {
  const [name = '', ...places] = usage.split(' ')
  const missing = places.filter((place) => place.startsWith('<'))[args.length]
  if (missing !== undefined) {
    const which = words === undefined ? '' : ` (${words.join(', ')})`
    throw wrong(name, `${missing} is missing${which}; type: ${program} ${usage}`)
  }
  const surplus = places.some((place) => place.includes('...')) ? undefined : args[places.length]
  if (surplus !== undefined) throw wrong(name, `"${plainText(surplus)}" is too much; type: ${program} ${usage}`)
}

function wrong(name: string, what: string): ActionNeeded {
  return new ActionNeeded(`${name}: ${what}`, EXIT.usage)
}

function nameIn(usage: string): string {
  return usage.split(' ')[0] ?? ''
}

/** `a, b or c`. */
function oneOf(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), ...values.slice(-1)].filter(Boolean).join(' or ')
}

import { table } from '../terminal/table.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Command, Program } from './command.ts'

const HELP_ROW = ['  -h, --help', 'Show this help.']

/** The help page of the program: its commands, in lines of at most `width` columns. */
export function helpOfAll({ name, version }: Program, commands: readonly Command[], width: number): string {
  const rows = commands.map(({ usage, summary }) => [`  ${usage.split(' ')[0]}`, summary])
  return pageOf([
    [`${name} ${version}`],
    ['Usage:', `  ${name} <command> [options]`],
    [
      'Commands:',
      ...table([...rows, ['  help', `Show this help, or the help of a command: ${name} help spool retry.`]], width),
    ],
    ['Options:', ...table([HELP_ROW, ['  -v, --version', 'Show the version.']], width)],
  ])
}

/** The help page of a command, or of one of its actions: examples first, then usage and options. */
export function helpOf(program: Program, command: Command, action: string | undefined, width: number): string {
  const { usage, summary, actions = {}, options, examples } = command
  const [name = ''] = usage.split(' ')
  const one = action === undefined ? undefined : actions[action]
  const own =
    one === undefined ? options : options.filter(({ flags }) => one.options.includes(flags.split(' ')[0] ?? ''))
  const typed = one === undefined ? usage : `${name} ${one.usage}`
  const about = one === undefined ? Object.values(actions).map((each) => [`  ${each.usage}`, each.summary]) : []
  const shown = examples.filter((example) => one === undefined || example.startsWith(`${name} ${action}`))
  return pageOf([
    [wrap(one?.summary ?? summary, width, { first: 0, rest: 0 })],
    ['Examples:', ...shown.map((example) => `  ${program.name} ${example}`)],
    ['Usage:', `  ${program.name} ${typed} [options]`],
    ['Actions:', ...table(about, width)],
    ['Options:', ...table([...own.map(({ flags, text }) => [`  ${flags}`, text]), HELP_ROW], width)],
  ])
}

/** Joins paragraphs and leaves out those that have a title but no lines. */
function pageOf(paragraphs: readonly (readonly string[])[]): string {
  const full = paragraphs.filter(([title = '', ...lines]) => lines.length > 0 || !title.endsWith(':'))
  return full.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

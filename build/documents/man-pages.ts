import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from '../../lib/command-line/command.ts'
import { ROOT } from '../executable/bundle.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { type NamedOption, namedOptions } from './named-options.ts'

/** What a manual page says about its package. */
export interface Edition {
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
}

/** The page of a program, made from the definitions of its commands and the table of its exit codes. */
export async function programPage(
  { name, page: about, config }: BuiltProgram,
  commands: readonly Command[],
  edition: Edition,
): Promise<string> {
  const codes = [...(await readFile(join(ROOT, about.exitCodes), 'utf8')).matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(
    ([, code = '', meaning = '']) => entry(bold(code), plain(meaning)),
  )
  const files = about.files.map(([path, sentence]) => entry(bold(plain(path)), plain(sentence)))
  return page(name, '8', { name, ...edition }, [
    section('Name', [`${plain(name)} \\- ${plain(about.purpose)}`]),
    section('Synopsis', [`.B ${plain(name)}\n.I command\n[\\fIoptions\\fR]`]),
    section('Description', [plain(about.description)]),
    section('Commands', [...commands.map((command) => subsection(name, command)), HELP]),
    section('Exit status', codes),
    section('Files', files),
    section('See also', [`.BR ${basename(config.path)} (5),\n.BR systemctl (1)`]),
  ])
}

/** The page of a program's configuration, made from its schema. */
export function configPage({ name, config }: BuiltProgram, edition: Edition): string {
  const file = basename(config.path)
  return page(file, '5', { name, ...edition }, [
    section('Name', [`${file} \\- configuration of ${plain(name)}`]),
    section('Description', config.description.map(plain)),
    section('Options', namedOptions(config.options).map(optionEntry)),
    section('See also', [`.BR ${plain(name)} (8)`]),
  ])
}

function optionEntry({ name, option: { default: preset, sentence } }: NamedOption): string {
  return entry(bold(plain(name)), plain(`${sentence}${preset === undefined ? '' : ` Default: ${preset}.`}`))
}

const HELP = [
  '.SS help [command] [action]',
  plain('Show all commands, or what one of them or of its actions takes.'),
].join('\n')

function subsection(program: string, { usage, summary, actions = {}, options, examples }: Command): string {
  const [name = ''] = usage.split(' ')
  const below = Object.values(actions).map((action) =>
    entry(bold(plain(`${name} ${action.usage}`)), plain(action.summary)),
  )
  const flags = options.map(({ flags, text }) => entry(bold(plain(flags)), plain(text)))
  const lines = examples.map((example) => plain(`${program} ${example}`)).join('\n')
  return [`.SS ${plain(usage)}`, plain(summary), ...below, ...flags, '.PP\n.nf', `.RS\n${lines}\n.RE`, '.fi'].join('\n')
}

interface Source extends Edition {
  readonly name: string
}

function page(title: string, volume: string, source: Source, sections: readonly string[]): string {
  const day = new Date(source.date * 1000).toISOString().slice(0, 10)
  const head = `.TH ${plain(title.toUpperCase())} ${volume} ${day} "${plain(source.name)} ${source.version}"`
  return `.\\" Made by build/documents/man-pages.ts.\n${[head, ...sections].join('\n')}\n`
}

function section(title: string, paragraphs: readonly string[]): string {
  return [`.SH ${title.toUpperCase()}`, ...paragraphs].join('\n')
}

function entry(term: string, text: string): string {
  return `.TP\n${term}\n${text}`
}

function bold(text: string): string {
  return `.B ${text}`
}

/**
 * Text escaped for troff: no backslash, hyphen, apostrophe or first character of a line has a special meaning.
 */
function plain(text: string): string {
  return text
    .replaceAll(/`|\*\*|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('±', '\\(+-')
    .replace(/^\./, '\\&.')
}

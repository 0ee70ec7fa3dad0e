import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from '../../lib/command-line/command.ts'
import { ROOT } from '../executable/bundle.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { bold, type Edition, entry, page, plain, section, seeAlso } from './man-page.ts'
import { type NamedOption, namedOptions } from './named-options.ts'

/** The page of a program, made from the definitions of its commands and the table of its exit codes. */
export async function programPage(
  { name, page: about }: BuiltProgram,
  commands: readonly Command[],
  edition: Edition,
): Promise<string> {
  const codes = [...(await readFile(join(ROOT, about.exitCodes), 'utf8')).matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(
    ([, code = '', meaning = '']) => entry(bold(code), plain(meaning)),
  )
  const files = about.files.map(([path, sentence]) => entry(bold(plain(path)), plain(sentence)))
  return page(name, about.section, { name, ...edition }, [
    section('Name', [`${plain(name)} \\- ${plain(about.purpose)}`]),
    section('Synopsis', [`.B ${plain(name)}\n.I command\n[\\fIoptions\\fR]`]),
    section('Description', [plain(about.description)]),
    section('Commands', [...commands.map((command) => subsection(name, command)), HELP]),
    section('Exit status', codes),
    section('Files', files),
    section('See also', [seeAlso([...about.pages.map((title) => `${title}(5)`), 'systemctl(1)'])]),
  ])
}

/** The page of a program's configuration, made from its schema. */
export function configPage({ name, page: about, config }: BuiltProgram, edition: Edition): string {
  const file = basename(config.path)
  return page(file, '5', { name, ...edition }, [
    section('Name', [`${file} \\- configuration of ${plain(name)}`]),
    section('Description', config.description.map(plain)),
    section('Options', namedOptions(config.options).map(optionEntry)),
    section('See also', [
      seeAlso([
        `${name}(${about.section})`,
        ...about.pages.filter((title) => title !== file).map((title) => `${title}(5)`),
      ]),
    ]),
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
  const shown = ['.PP', '.nf', '.RS', lines, '.RE', '.fi']
  return [`.SS ${plain(usage)}`, plain(summary), ...shown, ...below, ...flags].join('\n')
}

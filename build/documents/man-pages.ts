import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SOURCES } from '../../agent/sources/sources.ts'
import type { Command } from '../../lib/command-line/command.ts'
import { ROOT } from '../executable/bundle.ts'
import { type NamedOption, namedOptions } from './named-options.ts'

/** What a manual page says about its package. */
export interface Edition {
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
}

/** spoor-agent(8), made from the definitions of the commands and the table of exit codes in docs/commands.md. */
export async function agentPage(commands: readonly Command[], edition: Edition): Promise<string> {
  const documentation = await readFile(join(ROOT, 'docs/commands.md'), 'utf8')
  const codes = [...documentation.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code = '', meaning = '']) =>
    entry(bold(code), plain(meaning)),
  )
  return page('spoor-agent', '8', edition, [
    section('Name', ['spoor\\-agent \\- follow the logs of a cPanel server and report logins and forwards']),
    section('Synopsis', [`.B spoor\\-agent\n.I command\n[\\fIoptions\\fR]`]),
    section('Description', [
      plain(
        'Follows the logs of a cPanel server, stores on disk what matters for its mailboxes, and reports it to a Spoor API. As services, collect and transmit do one half each; systemctl starts, stops and restarts both as spoor-agent.target.',
      ),
    ]),
    section('Commands', [...commands.map(subsection), HELP]),
    section('Exit status', codes),
    section('Files', [
      entry(bold('/etc/spoor/spoor.yml'), plain('The configuration, spoor.yml(5).')),
      entry(bold('/etc/spoor/conf.d/*.yml'), plain('Further files, which override that one.')),
      entry(bold('/etc/spoor/private'), plain('Secrets; only the transmitter can read what is in it.')),
      entry(bold('/var/lib/spoor'), plain('The spool: reports, sent and unsent, and how far each log was read.')),
      entry(bold('/run/spoor'), plain('What spoor-agent status shows.')),
      entry(bold('/usr/share/doc/spoor\\-agent'), plain('The documentation.')),
    ]),
    section('See also', ['.BR spoor.yml (5),\n.BR systemctl (1)']),
  ])
}

const FOLLOWERS = SOURCES.filter(({ section }) => section === 'followers').map(({ name }) => name)

/** spoor.yml(5), made from the schema. */
export function configPage(edition: Edition): string {
  return page('spoor.yml', '5', edition, [
    section('Name', ['spoor.yml \\- configuration of spoor\\-agent']),
    section('Description', [
      plain(
        'A file in YAML that belongs to root or the user spoor, and that nobody else can write. spoor-agent check names everything that is wrong with it.',
      ),
      plain(`LOG is one of ${FOLLOWERS.join(', ')}; N counts the items of a list from 0.`),
    ]),
    section('Options', namedOptions().map(optionEntry)),
    section('See also', ['.BR spoor\\-agent (8)']),
  ])
}

function optionEntry({ name, option: { default: preset, sentence } }: NamedOption): string {
  return entry(bold(plain(name)), plain(`${sentence}${preset === undefined ? '' : ` Default: ${preset}.`}`))
}

const HELP = [
  '.SS help [command] [action]',
  plain('Show all commands, or what one of them or of its actions takes.'),
].join('\n')

function subsection({ usage, summary, actions = {}, options, examples }: Command): string {
  const [name = ''] = usage.split(' ')
  const below = Object.values(actions).map((action) =>
    entry(bold(plain(`${name} ${action.usage}`)), plain(action.summary)),
  )
  const flags = options.map(({ flags, text }) => entry(bold(plain(flags)), plain(text)))
  const lines = examples.map((example) => plain(`spoor-agent ${example}`)).join('\n')
  return [`.SS ${plain(usage)}`, plain(summary), ...below, ...flags, '.PP\n.nf', `.RS\n${lines}\n.RE`, '.fi'].join('\n')
}

function page(name: string, volume: string, { version, date }: Edition, sections: readonly string[]): string {
  const day = new Date(date * 1000).toISOString().slice(0, 10)
  const head = `.TH ${plain(name.toUpperCase())} ${volume} ${day} "spoor\\-agent ${version}"`
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

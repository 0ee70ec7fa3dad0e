import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SOURCES } from '../../agent/sources/sources.ts'
import { ROOT } from '../executable/bundle.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { bold, type Edition, entry, page, plain, section, seeAlso } from './man-page.ts'

/** The document whose tables say what stands in the file of an own driver. */
const DOCUMENT = 'docs/drivers.md'

/** spoor-drivers(5): the drivers inside, from their table, and the file of an own one, from its document's tables. */
export async function driversPage({ name, page: about }: BuiltProgram, edition: Edition): Promise<string> {
  const tables = tablesIn(await readFile(join(ROOT, DOCUMENT), 'utf8'))
  return page('spoor-drivers', '5', { name, ...edition }, [
    section('Name', [`spoor\\-drivers \\- what ${plain(name)} reads, and how to teach it more`]),
    section('Description', [plain(DESCRIPTION)]),
    section('Drivers inside', SOURCES.map(sourceEntry)),
    section('Own drivers', [
      plain(OWN),
      ...entriesOf(tables[0]),
      '.SS A pattern',
      ...entriesOf(tables[1]),
      '.SS How the time reads',
      ...entriesOf(tables[2]),
    ]),
    section('Examples', ['.nf', '.RS', EXAMPLES.map((line) => plain(`${name} ${line}`)).join('\n'), '.RE', '.fi']),
    section('Files', [
      entry(bold(plain('/etc/spoor/drivers.d/NAME.yml')), plain('An own driver; root alone may write it.')),
      entry(bold(plain(`/usr/share/doc/${name}/${DOCUMENT}`)), plain('All about own drivers, with whole ones.')),
    ]),
    section('See also', [seeAlso([`${name}(${about.section})`, 'spoor.yml(5)'])]),
  ])
}

const DESCRIPTION =
  'A driver reads one log format: it recognises lines, and says what happened. A log is followed if the configuration names it, in followers or logs.'

const OWN =
  'An own driver is a file of YAML in /etc/spoor/drivers.d. Its name is that of the file, and each key means what is said here. A file that is wrong is refused with everything that is wrong in it, and the other drivers go on.'

const EXAMPLES = ['drivers', 'drivers test', 'drivers enable modsec', 'parse exim-main --all /var/log/exim_mainlog']

function sourceEntry({ driver, paths, section: place, sentence }: (typeof SOURCES)[number]): string {
  const where = [...new Set(Object.values(paths))].join(' or ')
  return entry(
    bold(plain(driver.name)),
    plain(`${sentence} In ${place}; usually ${where}. Says ${driver.kinds.toSorted().join(', ')}.`),
  )
}

/** The rows of each table of two columns, in their order, without the heads. */
function tablesIn(text: string): readonly (readonly (readonly [term: string, meaning: string])[])[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('| '))
    .map((block) =>
      block
        .split('\n')
        .slice(2)
        .map((line) => {
          const [, term = '', meaning = ''] = /^\| (.*?) \| (.*) \|$/.exec(line) ?? []
          return [term, meaning] as const
        }),
    )
}

function entriesOf(rows: ReturnType<typeof tablesIn>[number] = []): readonly string[] {
  return rows.map(([term, meaning]) => entry(bold(plain(term)), plain(meaning)))
}

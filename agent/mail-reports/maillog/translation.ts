import { Document } from 'yaml'
import { hostSetting } from './host-setting.ts'
import { letterSetting } from './letter.ts'
import { Remarks } from './remarks.ts'
import { type DeclaredModule, importedSection, type ImportedSection, isBuiltIn } from './sections.ts'
import type { Statement } from './statement.ts'
import { Commented, nodeOf, type YamlValue } from './yaml-value.ts'

/** A configuration of MailLog in our words. */
export interface TranslatedMailLog {
  /** YAML, with what was left out as comments. */
  readonly yaml: string
  /** What was left out: a sentence for each, with its file and line. */
  readonly leftOut: readonly string[]
}

/** Runs a ReportEntry package of MailLog as a module, and where an administrator finds it. */
const MODULE_PROGRAM = '/usr/local/lib/spoor/maillog-entry.pl'
const MODULE_EXAMPLE = '/usr/share/doc/spoor-agent/modules/maillog-entry.pl'

/** The most sections of a report. */
const MOST_SECTIONS = 64

const HEAD = ` From MailLog's configuration. Before it is used:
 - compare it, and write what is missing
 - where it says WRITE-ITS-FINGERPRINT, type the command above it, and write the fingerprint
 - write when it is made, or let cron do it: every: daily at 07:00
 - spoor-agent check
 Lists of files that MailLog mailed can still be compared with this host: spoor-agent files check LIST`

/** Translates statements; `file` is the first file that they are from. */
export function translated(statements: readonly Statement[], file: string): TranslatedMailLog {
  const found = new MailLogConfiguration()
  for (const statement of statements) found.take(statement)
  const document = new Document()
  document.contents = nodeOf(document, found.written(file))
  document.commentBefore = HEAD
  return { yaml: document.toString({ lineWidth: 0, singleQuote: true }), leftOut: found.leftOut }
}

/** What is gathered of a configuration, statement by statement. */
class MailLogConfiguration {
  readonly leftOut: string[] = []
  readonly #remarks = new Remarks(this.leftOut)
  readonly #report: Record<string, YamlValue> = {}
  readonly #mail: Record<string, YamlValue> = {}
  readonly #set = new Set<string>()
  readonly #modules: DeclaredModule[] = []
  readonly #sections: ImportedSection[] = []

  take(statement: Statement): void {
    const { name } = statement
    const module = this.#modules.find((each) => each.name === moduleName(name))
    if (module !== undefined || isBuiltIn(name)) return this.#takeSection(statement, module)
    this.#remarks.keep(statement)
    if (statement.body !== undefined) this.#remarks.leaveOut(statement, 'is not known')
    else if (name === 'set') this.#takeSetting(statement)
    else if (name === 'module') this.#takeModule(statement)
    else if (name !== '') this.#remarks.leaveOut(statement, 'is not known')
  }

  #takeSection(statement: Statement, module: DeclaredModule | undefined): void {
    const remarks = this.#remarks.further()
    const section = importedSection(statement, module, remarks)
    if (section === undefined) this.#remarks.keep(remarks)
    else this.#sections.push(section)
  }

  #takeSetting(statement: Statement): void {
    const [key = ''] = statement.args
    if (this.#set.has(key)) return this.#remarks.leaveOut(statement, 'is given twice; the first one counts')
    this.#set.add(key)
    const ofLetter = letterSetting(statement, this.#remarks)
    const setting = ofLetter === 'unknown' ? hostSetting(statement, this.#remarks) : ofLetter
    if (setting === 'unknown') return this.#remarks.leaveOut(statement, 'is not known')
    Object.assign(setting?.part === 'mail' ? this.#mail : this.#report, setting?.keys)
  }

  #takeModule(statement: Statement): void {
    const [perl = '', alias = '', path, ...surplus] = statement.args
    const name = moduleName(alias)
    if (path === undefined || surplus.length > 0 || name === undefined)
      return this.#remarks.leaveOut(statement, 'is not followed by a package, a name for it, and its file')
    if (isBuiltIn(alias) || this.#modules.some((each) => each.name === name))
      return this.#remarks.leaveOut(statement, `there is a ${alias} already`)
    this.#modules.push({ name, package: perl, file: path })
  }

  /** The whole as it is to be written. */
  written(file: string): YamlValue {
    const lacks = (name: string, remedy: string): void =>
      this.#remarks.leaveOut({ place: file, name, args: [], rest: '', comments: [], body: undefined }, remedy)
    for (const key of ['from', 'to'])
      if (this.#mail[key] === undefined) lacks(`set ${key}`, `is not there; write ${key} below mail`)
    if (this.#sections.length === 0) lacks('command, monitor, watch', 'none is there; write sections')
    const mail = Object.fromEntries(
      ['from', 'to', 'host', 'port', 'keys'].flatMap((key) => {
        const value = this.#mail[key]
        return value === undefined ? [] : [[key, value]]
      }),
    )
    const reports = reportsOf(this.#sections).map((sections, index) => {
      const name = index === 0 ? 'maillog' : `maillog-${index + 1}`
      const comments = index === 0 ? this.#remarks.comments : ['A mail of its own, as a report tells of each log once.']
      return new Commented({ name, mail, ...this.#report, sections }, comments)
    })
    const modules = this.#modules.map(({ name }) => {
      const typed = `Type: install -D -m 0755 ${MODULE_EXAMPLE} ${MODULE_PROGRAM}`
      return new Commented({ name, exec: [MODULE_PROGRAM], user: 'root' }, [typed])
    })
    return { ...(modules.length > 0 && { report_modules: modules }), mail_reports: reports }
  }
}

/** Our name of a module that MailLog calls so; undefined if it can have none. */
function moduleName(alias: string): string | undefined {
  const name = alias.toLowerCase().replaceAll('_', '-')
  return /^[a-z][a-z0-9-]{0,31}$/.test(name) ? name : undefined
}

/** Sections in as few reports as can hold them: none tells of the same thing twice. */
function reportsOf(sections: readonly ImportedSection[]): readonly (readonly Commented[])[] {
  const reports: ImportedSection[][] = [[]]
  for (const section of sections) {
    const isFree = (report: readonly ImportedSection[]): boolean =>
      report.length < MOST_SECTIONS && report.every(({ about }) => about !== section.about)
    const report = reports.find(isFree)
    if (report === undefined) reports.push([section])
    else report.push(section)
  }
  return reports.map((report) => report.map(({ written }) => written))
}

import { keyFault } from './configured.ts'
import { accepted, letterSetting, namedValues } from './letter.ts'
import type { Remarks } from './remarks.ts'
import type { Statement } from './statement.ts'
import { watchConditions, type WatchList, watchListOf } from './watch.ts'
import { Commented, type YamlValue } from './yaml-value.ts'

/** A module as its author declared it. */
export interface DeclaredModule {
  /** Its name in `report_modules`. */
  readonly name: string
  readonly package: string
  readonly file: string
}

/** A section in our words. */
export interface ImportedSection {
  readonly written: Commented
  /** What it tells of: a report has one section for each. */
  readonly about: string
}

/** What a section tells, by the statements of its own; undefined if nothing is left of it. */
type Tells = (
  statements: readonly Statement[],
  remarks: Remarks,
) => { readonly keys: Readonly<Record<string, YamlValue>>; readonly about: string } | undefined

const BUILT_IN: Readonly<Record<string, Tells>> = { command, monitor, watch }

/** Whether a statement is a section of MailLog's own. */
export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(BUILT_IN, name)
}

/** A section in our words; undefined if it was left out, which the remarks say. */
export function importedSection(
  statement: Statement,
  module: DeclaredModule | undefined,
  remarks: Remarks,
): ImportedSection | undefined {
  const { name, args, body } = statement
  remarks.keep(statement)
  if (body === undefined || args.length > 0) {
    remarks.leaveOut(statement, 'is not followed by a here-document alone')
    return undefined
  }
  const { common, own } = sorted(body, remarks)
  const tells = module === undefined ? BUILT_IN[name] : ofModule(module)
  const told = tells?.(own, remarks)
  if (told === undefined) {
    remarks.leaveOut(statement, 'nothing is left of it')
    return undefined
  }
  return { written: new Commented({ ...told.keys, ...common }, remarks.comments), about: told.about }
}

/** The keys that every section knows, and the other statements. */
function sorted(
  body: readonly Statement[],
  remarks: Remarks,
): { readonly common: Readonly<Record<string, YamlValue>>; readonly own: readonly Statement[] } {
  const common: Record<string, YamlValue> = {}
  const own: Statement[] = []
  for (const each of body) {
    remarks.keep(each)
    if (each.name === '') continue
    const isSection = each.body !== undefined
    const setting = isSection ? 'unknown' : commonSetting(each, remarks)
    if (isSection && watchListOf(each) === undefined) remarks.leaveOut(each, 'is a section within a section')
    else if (setting === 'unknown') own.push(each)
    else Object.assign(common, setting?.keys)
  }
  return { common, own }
}

/** Keys that every section knows. */
function commonSetting(statement: Statement, remarks: Remarks): ReturnType<typeof letterSetting> {
  const [key = '', values] = namedValues(statement)
  if (key === 'mime_file' || key === 'description')
    return accepted('section', { [key]: values.join(' ') }, statement, remarks)
  return letterSetting(statement, remarks)
}

function command(statements: readonly Statement[], remarks: Remarks): ReturnType<Tells> {
  const [exec] = named(['exec'], statements, remarks)
  if (exec === undefined) return undefined
  const value = { exec: ['/bin/sh', '-c', exec.args.join(' ')], user: 'root' }
  return taken('command', value, exec, remarks)
}

function monitor(statements: readonly Statement[], remarks: Remarks): ReturnType<Tells> {
  const trees: string[] = []
  for (const dir of named(['dir'], statements, remarks, Infinity)) {
    for (const tree of dir.args) {
      const fault = keyFault('told', 'files', { trees: tree })
      if (fault === undefined) trees.push(tree)
      else remarks.leaveOut(dir, `${tree} ${fault}`)
    }
  }
  const about = `files ${trees.join(' ')}`
  return trees.length === 0 ? undefined : { keys: { files: { trees: [...new Set(trees)], format: 'maillog' } }, about }
}

function watch(statements: readonly Statement[], remarks: Remarks): ReturnType<Tells> {
  const isOfList = (statement: Statement): boolean => watchListOf(statement) !== undefined
  const others = statements.filter((statement) => !isOfList(statement))
  const settings = named(['logfile', 'trim'], others, remarks)
  const log = settings.find(({ name }) => name === 'logfile')
  if (log === undefined) return undefined
  const isTrimmed = settings.some(({ name, args }) => name === 'trim' && !/^(?:no|0|off|false|)$/i.test(args[0] ?? ''))
  const lists = (['ignore', 'filter'] as const satisfies readonly WatchList[]).map((list) => {
    const ofList = statements.filter((statement) => watchListOf(statement) === list)
    return [list, watchConditions(list, ofList, remarks)] as const
  })
  const conditions = Object.fromEntries(lists.filter(([, list]) => list.length > 0))
  const value = { log: log.args.join(' '), ...conditions, ...(isTrimmed && { trim: 'true' }) }
  return taken('unusual', value, log, remarks)
}

function ofModule({ name, package: perl, file }: DeclaredModule): Tells {
  return (statements, remarks) => {
    const set = new Map<string, YamlValue>()
    for (const statement of statements) {
      const { rest } = statement
      const [key = '', values] = namedValues(statement)
      if (set.has(key)) remarks.leaveOut(statement, 'is given twice')
      else set.set(key, values.length > 1 ? values : (values[0] ?? rest))
    }
    const keys = { module: name, directives: { package: perl, file, set: Object.fromEntries(set) } }
    return { keys, about: JSON.stringify(keys) }
  }
}

/** The statements with one of these names, each name so often at most; the others are left out. */
function named(
  names: readonly string[],
  statements: readonly Statement[],
  remarks: Remarks,
  most = 1,
): readonly Statement[] {
  const counts = new Map<string, number>()
  return statements.filter((statement) => {
    const { name, args } = statement
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (names.includes(name) && args.length > 0 && count <= most) return true
    remarks.leaveOut(statement, names.includes(name) && count > most ? 'is given twice' : 'is not known')
    return false
  })
}

function taken(key: string, value: YamlValue, statement: Statement, remarks: Remarks): ReturnType<Tells> {
  const fault = keyFault('told', key, value)
  if (fault === undefined) return { keys: { [key]: value }, about: `${key} ${statement.args.join(' ')}` }
  remarks.leaveOut(statement, fault)
  return undefined
}

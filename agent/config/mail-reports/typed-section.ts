import { hash } from 'node:crypto'
import type * as v from 'valibot'
import type { SectionConfigs, SectionType } from './mail-report-config.ts'
import type { mailReportList, reportModules } from './mail-reports-schema.ts'

/** A section as it is written, checked. */
export type WrittenSection = v.InferOutput<typeof mailReportList>[number]['sections'][number]

/** The modules as they are written, checked. */
export type WrittenModules = v.InferOutput<typeof reportModules>

/** What a section tells, and what it is called among the sections of its report. */
export type TypedSection = {
  readonly [K in SectionType]: { readonly type: K; readonly settings: SectionConfigs[K]; readonly id: string }
}[SectionType]

/** A section by its type; undefined if there is no such module. */
export function typedSection(section: WrittenSection, modules: WrittenModules): TypedSection | undefined {
  const { unusual, command, files, module, directives } = section
  if (unusual !== undefined) {
    const { log, rules = [], ignore = [], filter = [], trim, start, most } = unusual
    const settings = { log, rules, ignore, filter, isTrimmed: trim === 'true', start, most }
    return { type: 'unusual', settings, id: idOf('unusual', log) }
  }
  if (command !== undefined) {
    const { nagios, ...rest } = command
    return { type: 'command', settings: { ...rest, isNagios: nagios === 'true' }, id: idOf('command', rest.exec) }
  }
  if (files !== undefined) {
    const { exclude = [], ...rest } = files
    return { type: 'files', settings: { ...rest, exclude }, id: idOf('files', rest.trees) }
  }
  if (module === undefined) return { type: 'statistics', settings: null, id: 'statistics' }
  const program = modules.find(({ name }) => name === module)
  if (program === undefined) return undefined
  const settings = { ...program, directives: directives ?? {}, most: MOST_OF_MODULE }
  return { type: 'module', settings, id: idOf('module', [module, settings.directives]) }
}

/** The most bytes of a module's part. */
const MOST_OF_MODULE = 16 * 1024 ** 2

function idOf(type: SectionType, what: unknown): string {
  return `${type}-${hash('sha256', JSON.stringify(what)).slice(0, 12)}`
}

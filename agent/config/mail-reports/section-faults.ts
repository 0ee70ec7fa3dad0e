import type { Path } from '../../../lib/settings/tree.ts'
import { nearest } from '../../../lib/text/nearest.ts'
import { typedSection, type WrittenModules, type WrittenSection } from './typed-section.ts'

/** What is wrong with a section, seen with the others. */
export interface SectionFault {
  readonly path: Path
  readonly message: string
}

/** Sections that name no module, have directives without one, or tell the same as another of their report. */
export function* sectionFaults(
  reports: readonly { readonly sections: readonly WrittenSection[] }[],
  modules: WrittenModules,
): Generator<SectionFault, void, void> {
  for (const [number, { sections }] of reports.entries()) {
    const seen = new Map<string, number>()
    for (const [index, section] of sections.entries()) {
      const path = ['mail_reports', String(number), 'sections', String(index)]
      const typed = typedSection(section, modules)
      if (typed === undefined) {
        const names = modules.map(({ name }) => name)
        const remedy = nearest(section.module ?? '', names) ?? (names.join(' or ') || 'report_modules with that name')
        yield { path: [...path, 'module'], message: `is none of report_modules; write ${remedy}` }
        continue
      }
      if (section.directives !== undefined && typed.type !== 'module')
        yield { path: [...path, 'directives'], message: 'goes with module' }
      const before = seen.get(typed.id)
      if (before !== undefined)
        yield { path, message: `tells the same as section ${before + 1}; leave one of them out` }
      seen.set(typed.id, index)
    }
  }
}

import type { SectionType } from '../../config/mail-reports/mail-report-config.ts'
import type { Section } from './section.ts'

/** What writes each type of section, loaded when it is needed. A new type is one line, and its settings. */
const SECTIONS: { readonly [K in SectionType]: () => Promise<Section<K>> } = {
  unusual: async () => (await import('./unusual/unusual.ts')).unusualSection,
  command: async () => (await import('./command/command.ts')).commandOutputSection,
  files: async () => (await import('./files/files.ts')).filesSection,
  statistics: async () => (await import('./statistics/statistics.ts')).statisticsSection,
  module: async () => (await import('./module/module.ts')).moduleSection,
}

/** The names of these types. */
export const SECTION_TYPES: readonly string[] = Object.keys(SECTIONS)

/** What writes sections of this type. */
export async function sectionOf<T extends SectionType>(type: T): Promise<Section<T>> {
  return SECTIONS[type]()
}

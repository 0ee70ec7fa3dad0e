import type { SectionType } from '../../config/mail-reports/mail-report-config.ts'
import type { ChildRights } from './child-rights.ts'

/** What each type of section may do; a program that one starts has the rights of its own user. */
export const RIGHTS: Readonly<Record<SectionType, ChildRights>> = {
  unusual: 'reader',
  files: 'reader',
  statistics: 'user',
  command: 'own',
  module: 'own',
}

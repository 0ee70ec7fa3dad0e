import { basename } from 'node:path'
import type * as v from 'valibot'
import { type WrittenMail, mailSettingsOf } from '../../../lib/notify/mail/mail-section.ts'
import { PROGRAM } from '../../program.ts'
import type { SCHEMA } from '../schema.ts'
import type { LetterConfig, MailReportConfig, SectionConfig } from './mail-report-config.ts'
import { type TypedSection, typedSection, type WrittenModules, type WrittenSection } from './typed-section.ts'

type Output = v.InferOutput<typeof SCHEMA>
type Written = Output['mail_reports'][number]

/** The mail reports as configured; `host` is the name of the host. */
export function mailReportsOf({ mail_reports: reports, report_modules: modules }: Output): readonly MailReportConfig[] {
  return reports.map((report) => reportOf(report, modules))
}

function reportOf(written: Written, modules: WrittenModules): MailReportConfig {
  const { name, mail, subject, host, every: pace, empty, enabled, sections } = written
  const option = `mail_reports.${name}`
  const letter = letterOf(mail, subject, option)
  return {
    name,
    option,
    enabled: enabled === 'true',
    host,
    pace,
    isSentEmpty: empty === 'true',
    letter,
    sections: sections.map((section, index) =>
      sectionConfigOf(section, { report: written, modules, option: `${option}.sections.${index}` }),
    ),
  }
}

interface Surroundings {
  readonly report: Written
  readonly modules: WrittenModules
  readonly option: string
}

function sectionConfigOf(section: WrittenSection, { report, modules, option }: Surroundings): SectionConfig {
  const { from, to, subject, keys, mime_file: mimeFile, description } = section
  const typed = typedSection(section, modules)
  if (typed === undefined) throw new Error('the schema knows the module')
  const isOwn = from !== undefined || to !== undefined || subject !== undefined || keys !== undefined
  const mail = { ...report.mail, ...(from && { from }), ...(to && { to }), ...(keys && { keys }) }
  return {
    ...typed,
    option,
    mimeFile: mimeFile ?? fileNameFor(typed),
    description: description ?? describedAs(typed),
    ...(isOwn && { letter: letterOf(mail, subject ?? report.subject, `mail_reports.${report.name}`) }),
  }
}

function letterOf(mail: WrittenMail, subject: string | undefined, option: string): LetterConfig {
  return { mail: mailSettingsOf(mail, { program: PROGRAM.name, option: `${option}.mail` }), subject }
}

/** The last part of what it is about: `syslog.txt` for /var/log/syslog. */
function fileNameFor({ type, settings }: TypedSection): string {
  const about =
    type === 'unusual' ? settings.log : type === 'command' ? settings.exec[0] : type === 'module' ? settings.name : type
  return `${basename(about)
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 60)}.txt`
}

function describedAs(section: TypedSection): string {
  switch (section.type) {
    case 'unusual':
      return `Lines of ${section.settings.log} that no rule knows`
    case 'command':
      return `Output of ${section.settings.exec[0]}`
    case 'files':
      return `Files of ${section.settings.trees.join(', ')}`
    case 'statistics':
      return 'What spoor-agent noticed'
    case 'module':
      return `What the module ${section.settings.name} says`
  }
}

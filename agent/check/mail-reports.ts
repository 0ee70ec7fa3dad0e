import { relayOf } from '../../lib/notify/mail/mail-settings.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { Loaded } from '../config/load.ts'
import type { MailReportConfig, SectionConfig } from '../config/mail-reports/mail-report-config.ts'
import { keyFindings } from './alerts.ts'
import { attempted } from './attempt.ts'
import type { Finding } from './finding.ts'

const CHECK = 'mail report'

/** What is wrong with the sections of mail reports, seen by whoever makes these; runs each module with `--validate`. */
export async function sectionFindings(
  reports: readonly MailReportConfig[],
  loaded: Loaded,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const report of reports)
    for (const section of report.sections) findings.push(...(await findingsOf(section, report, loaded, signal)))
  return findings
}

async function findingsOf(
  section: SectionConfig,
  { name: report }: MailReportConfig,
  { config, files: configFiles }: Loaded,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { type, settings, option, id } = section
  const placed = (all: readonly string[]): string[] => all.map((text) => `${option}.${type}: ${text}`)
  switch (type) {
    case 'unusual': {
      const { unusualFaults } = await import('../mail-reports/sections/unusual/unusual-faults.ts')
      const { faults, remarks } = await unusualFaults(settings, option)
      return [...failed(faults), ...doubtful(remarks)]
    }
    case 'command': {
      const { sectionProgramFaults } = await import('../mail-reports/sections/program/section-program-faults.ts')
      return failed(placed(sectionProgramFaults(settings, configFiles)))
    }
    case 'files': {
      const { filesFaults } = await import('../mail-reports/sections/files/files-faults.ts')
      return doubtful(placed(filesFaults(settings)))
    }
    case 'module': {
      const { moduleFaults } = await import('../mail-reports/sections/module/module-faults.ts')
      const call = { settings, configFiles, report, section: id, host: hostNameOf(config), now: Date.now(), signal }
      return failed(placed(await moduleFaults(call)))
    }
    case 'statistics':
      return []
  }
}

/** Faults in the addresses, keys and files that the mails of reports need; uses no network. */
export async function letterFindings(reports: readonly MailReportConfig[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { name, letter, sections } of reports) {
    const letters = [letter, ...sections.flatMap((section) => section.letter ?? [])]
    const found: Finding[] = []
    for (const { mail } of letters) {
      found.push(...(await attempted(CHECK, () => relayOf(mail))))
      if (mail.keys !== undefined) found.push(...(await keyFindings(mail.keys, CHECK)))
    }
    findings.push(...found)
    if (found.length === 0)
      findings.push({ check: CHECK, state: 'ok', text: `The mail report ${name} can be sent: ok` })
  }
  return findings
}

function failed(texts: readonly string[]): readonly Finding[] {
  return texts.map((text) => ({ check: CHECK, state: 'failed', text }))
}

function doubtful(texts: readonly string[]): readonly Finding[] {
  return texts.map((text) => ({ check: CHECK, state: 'warning', text }))
}

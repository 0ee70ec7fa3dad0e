import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { rmSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type {
  LetterConfig,
  MailReportConfig,
  SectionConfig,
} from '../../../agent/config/mail-reports/mail-report-config.ts'
import { placesOf, type ReportPlaces, sectionFiles } from '../../../agent/mail-reports/places.ts'
import { makeReportFolders } from '../../../agent/mail-reports/run/make-mail-report.ts'
import type { ReportRunParts } from '../../../agent/mail-reports/run/report-run.ts'

/** When all reports of tests are made. */
export const NOW = Date.UTC(2026, 10, 29, 7)

/** A report, its folders, and a script that stands in for the process of each section. */
export interface ReportScene {
  readonly folder: string
  readonly places: ReportPlaces
  readonly parts: Omit<ReportRunParts, 'isDry'> & { readonly inbox: undefined }
  /** What a section has saved; undefined if nothing counts. */
  readonly saved: (id: string) => string | undefined
}

/** What the scene is about. */
interface SceneWish {
  readonly sections?: readonly SectionConfig[]
  /** Lines of sh that write a section; `$section`, `$state` and `$next` are those of its order. */
  readonly script?: string
  readonly port?: number
  readonly change?: Partial<MailReportConfig>
}

/** A section of a report that tells what the script says. */
export function exampleSection(id: string, { letter }: { readonly letter?: LetterConfig } = {}): SectionConfig {
  const option = `mail_reports.morning.sections.${id}`
  const described = { id, option, mimeFile: `${id}.txt`, description: `What ${id} says` }
  return { type: 'statistics', settings: null, ...described, ...(letter && { letter }) }
}

/** What tells something new each time: how often it was asked and saved. */
const COUNTING = `
said=$(cat "$state" 2>/dev/null || echo 0)
said=$((said + 1))
[ -n "$next" ] && printf %s "$said" > "$next"
printf '{"media":"text/plain; charset=utf-8"}\\n%s: time %s\\n' "$section" "$said"`

/** Makes the folders of a report. */
export async function reportScene(context: TestContext, wish: SceneWish = {}): Promise<ReportScene> {
  const { sections = [exampleSection('one')], script = COUNTING, port = 9, change } = wish
  const folder = mkdtempSync(join(tmpdir(), 'spoor-reports-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const file = join(folder, 'section.sh')
  await writeFile(file, `read -r order\n${FIELDS}\n${script}\n`, { mode: 0o644 })
  const places = placesOf(join(folder, 'state'), 'morning')
  await makeReportFolders(join(folder, 'state'), places)
  const mail = {
    program: 'spoor-agent',
    option: 'mail_reports.morning.mail',
    from: 'spoor@example.com',
    to: ['anna@example.com'],
    host: '127.0.0.1',
    port,
    timeout: 60_000,
  }
  const report: MailReportConfig = {
    name: 'morning',
    option: 'mail_reports.morning',
    enabled: true,
    host: undefined,
    pace: undefined,
    isSentEmpty: false,
    letter: { mail, subject: undefined },
    sections,
    ...change,
  }
  return {
    folder,
    places,
    parts: {
      report,
      places,
      config: join(folder, 'spoor.yml'),
      host: 'web1.example.com',
      now: NOW,
      user: undefined,
      inbox: undefined,
      command: ['/bin/sh', file],
      signal: new AbortController().signal,
    },
    saved: (id) => {
      const { state } = sectionFiles(places, id)
      return existsSync(state) ? readFileSync(state, 'utf8') : undefined
    },
  }
}

const FIELDS = ['section', 'state', 'next']
  .map((key) => `${key}=$(printf %s "$order" | sed -n 's/.*"${key}":"\\([^"]*\\)".*/\\1/p')`)
  .join('\n')

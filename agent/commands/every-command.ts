import type { Commands } from '../../lib/command-line/run-program.ts'
import { ROLES } from '../roles/roles.ts'

/** What the units of roles call. */
const OF_ROLES: Commands = Object.fromEntries(
  ROLES.map((role) => [role.command, async () => (await import('./role.ts')).roleCommand(role)]),
)

/** Every subcommand. Each is loaded on demand: the collector never loads the HTTP library. */
export const COMMANDS: Commands = {
  ...OF_ROLES,
  collect: async () => (await import('./collect.ts')).collect,
  run: async () => (await import('./run.ts')).run,
  status: async () => (await import('./status.ts')).status,
  check: async () => (await import('./check.ts')).check,
  setup: async () => (await import('./setup.ts')).setup,
  teardown: async () => (await import('./teardown.ts')).teardown,
  doctor: async () => (await import('./doctor.ts')).doctor,
  enrol: async () => (await import('./enrol.ts')).enrol,
  alerts: async () => (await import('./alerts.ts')).alerts,
  drivers: async () => (await import('./drivers.ts')).drivers,
  checks: async () => (await import('./checks.ts')).checks,
  restart: async () => (await import('./restart.ts')).restart,
  plugins: async () => (await import('./plugins.ts')).plugins,
  survey: async () => (await import('./survey.ts')).survey,
  spool: async () => (await import('./spool.ts')).spool,
  parse: async () => (await import('./parse.ts')).parse,
  'mail-report': async () => (await import('./mail-report.ts')).mailReport,
  traffic: async () => (await import('./traffic.ts')).traffic,
  mail: async () => (await import('./mail.ts')).mail,
  learn: async () => (await import('./learn.ts')).learn,
  import: async () => (await import('./import.ts')).importCommand,
  replay: async () => (await import('./replay.ts')).replay,
  reports: async () => (await import('./reports.ts')).reports,
  events: async () => (await import('./events.ts')).events,
  trace: async () => (await import('./trace.ts')).trace,
  line: async () => (await import('./line.ts')).line,
  backstop: async () => (await import('./backstop.ts')).backstop,
  files: async () => (await import('./files.ts')).files,
  hook: async () => (await import('./hook.ts')).hook,
  cpanel: async () => (await import('./cpanel.ts')).cpanel,
  version: async () => (await import('./version.ts')).version,
}

/** What the program starts itself, and no list of commands shows. */
export const HIDDEN_COMMANDS: Commands = {
  'report-section': async () => (await import('./report-section.ts')).reportSection,
  'send-mail': async () => (await import('./send-mail.ts')).sendMail,
}

import { join } from 'node:path'
import type { Command, Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isTyped } from '../../lib/terminal/secret-line.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadDestinations, loadWhereabouts } from '../config/load.ts'
import { DEFAULT_CONFIG_FILE } from '../config/usual-paths.ts'
import { settingsBefore } from '../enrolment/settings-before.ts'
import { askForYes } from '../setup/dialog.ts'
import type { SetupHost } from '../setup/setup-host.ts'
import type { SetupStep } from '../setup/step.ts'
import { terminalAsker } from '../setup/terminal-asker.ts'
import { cpanelUndoing } from '../setup/undoing/cpanel-undoing.ts'
import { purgeStep } from '../setup/undoing/purge-step.ts'
import { servicesUndoing } from '../setup/undoing/services-undoing.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { RUN_OPTIONS, runSetup } from './setup-run.ts'
import { standIn } from './stand-in.ts'

/** Undoes what `setup` did. */
export const teardown: Command = teardownBelow('/')

/** The command for a host whose files are below `root`; `isRoot` says whether this process may change it. */
export function teardownBelow(root: string, isRoot = process.geteuid?.() === 0): Command {
  return {
    usage: 'teardown',
    summary: 'Undo setup: take the agent out of cPanel and stop its services; keeps its files without --purge.',
    options: [
      CONFIG_OPTION,
      { flags: '--purge', text: 'Remove spool, inboxes, state and configuration, too; asks first.' },
      ...RUN_OPTIONS,
    ],
    examples: ['teardown', 'teardown --purge --dry-run', 'teardown --purge --yes', 'teardown --json --exit-code'],
    run: async (_args, options, io) => {
      const config = typeof options['config'] === 'string' ? options['config'] : join(root, DEFAULT_CONFIG_FILE)
      const host = { root, config, user: isRoot ? await standIn(config) : undefined }
      const isPurge = options['purge'] === true
      const asks = isRoot && isPurge && options['yes'] !== true && options['dry-run'] !== true
      if (asks && !(await isPurgeMeant(host, options['json'] === true, io))) return EXIT.failed
      const { spool, runtime } = await loadWhereabouts(config, host.user)
      const steps: readonly SetupStep[] = [
        hubLeft(host),
        cpanelUndoing(host),
        servicesUndoing(host),
        ...(isPurge ? [purgeStep(host, { spool: spool.path, runtime: runtime.path })] : []),
      ]
      const unchanged = 'Nothing had to be changed: nothing of it was left.'
      const changed = isPurge ? REMOVED : KEPT
      return runSetup({ command: 'teardown', steps, isRefused: !isRoot, words: { unchanged, changed } }, options, io)
    },
  }
}

const KEPT = 'Done. Configuration and data are kept; spoor-agent setup takes up where it was.'
const REMOVED = 'Done. What is left is the package: dnf remove spoor-agent, or apt-get purge spoor-agent.'

async function isPurgeMeant({ config }: SetupHost, isJson: boolean, io: Io): Promise<boolean> {
  if (isJson || !isTyped(io.stdin))
    throw new ActionNeeded('teardown: --purge removes all data; add --yes if that is meant', EXIT.usage)
  const asker = terminalAsker(io, io.stdin)
  asker.say(`Reports that were not sent, positions in the logs, secrets and ${config} will be gone.`)
  if (await askForYes(asker, 'Remove all of it?', 'n')) return true
  asker.say('Nothing was changed.')
  return false
}

/** Says what ends the credentials of a host that leaves: a host cannot do that itself. */
function hubLeft({ config, user }: SetupHost): SetupStep {
  return {
    name: 'hub',
    look: async () => {
      const hub = await settingsBefore(config)
      if (hub === undefined) return { changes: [], remarks: [] }
      const { host } = await loadDestinations(config, user)
      const name = hostNameOf({ host: { name: host.name, labels: {} } })
      const words = `The hub at ${hub.host} still accepts this host; if it leaves for good, type there: spoor-hub agents revoke ${name}`
      return { changes: [], remarks: [words] }
    },
  }
}

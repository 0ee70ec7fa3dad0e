import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command, Io, Options } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { nearest } from '../../lib/text/nearest.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import type { Config } from '../config/config.ts'
import { type Loaded, loadConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'
import { watchFolders } from '../watch/watch-folders.ts'
import type { ChecksParts } from './checks/checks-parts.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

interface ChecksAction extends Action {
  readonly needsName?: true
  /** Runs the action on checks of the configuration, or without one, and returns the exit code. */
  readonly run: ((parts: ChecksParts) => Promise<number>) | { readonly alone: typeof runImport }
}

const CHKSERVD = '/etc/chkserv.d'

const ACTIONS: Readonly<Record<string, ChecksAction>> = {
  list: {
    usage: 'list',
    summary: 'Show how each check is; exit 0 if none is down, 1 if one is, 3 if the watcher does not run.',
    options: ['--config', '--json', '--html'],
    run: async (parts) => (await import('./checks/list-checks.ts')).listChecks(parts),
  },
  run: {
    usage: 'run <name>',
    summary: 'Run a check now and show each step; exit 0 if it is as it should be, else 1. Nothing is told.',
    options: ['--config', '--json'],
    needsName: true,
    run: async (parts) => (await import('./checks/run-named-check.ts')).runNamedCheck(parts),
  },
  forget: {
    usage: 'forget <name>',
    summary: 'Let the watcher forget the state of a check, which then begins anew.',
    options: ['--config'],
    needsName: true,
    run: async (parts) => (await import('./checks/forget-check.ts')).forgetCheck(parts),
  },
  import: {
    usage: 'import chkservd',
    summary: 'Print what chkservd checks as checks; exit 1 if something was left out, which is named with its line.',
    options: ['--from'],
    run: { alone: runImport },
  },
  reset: {
    usage: 'reset <name>',
    summary: 'Let the service of a check be restarted again, whatever was tried before; as root.',
    options: ['--config'],
    needsName: true,
    run: async (parts) => (await import('./checks/reset-check.ts')).resetCheck(parts),
  },
}

async function runImport(wanted: string | undefined, { from = CHKSERVD }: Options, io: Io): Promise<number> {
  if (wanted !== 'chkservd') throw new ActionNeeded('checks import: from what? write: chkservd', EXIT.usage)
  return (await import('./checks/import-chkservd.ts')).importChkservd(String(from), io)
}

/** `spoor-agent checks`: services, other hosts and parts of this host that are checked. */
export const checks: Command = {
  usage: 'checks [action] [name]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary:
    'Show how the checks of services and of the host are, run one, forget its state or restarts, or import them.',
  options: [
    CONFIG_OPTION,
    { flags: '--json', text: 'list and run: one JSON object for each check.' },
    { flags: '--html <file>', text: 'list: write a page of HTML instead, a status panel without scripts.' },
    { flags: '--from <folder>', text: `import: where chkservd's files are; default: ${CHKSERVD}.` },
  ],
  examples: [
    'checks',
    'checks list --json',
    'checks list --html /var/www/html/checks.html',
    'checks run imap',
    'checks forget imap',
    'checks reset imap',
    'checks import chkservd > checks.yml',
  ],
  run: async ([name = 'list', wanted], options, io) => {
    const action = chosenAction(PROGRAM.name, 'checks', ACTIONS, name, options)
    const { run } = action
    if ('alone' in run) return run.alone(wanted, options, io)
    const loaded = await loadConfig(configFile(options))
    const all = await checksOf(loaded.config)
    const chosen = action.needsName === true ? [named(name, wanted, all)] : all
    return run({ config: loaded.config, checks: chosen, told: tellerOf(loaded), options, io })
  },
}

/** Those that somebody wrote, and those that the watcher found. */
async function checksOf(config: Config): Promise<readonly CheckConfig[]> {
  const { watch } = config
  if (watch?.isAuto !== true) return watch?.checks ?? []
  return (await import('../watch/found/all-checks.ts')).allChecks(watch, watchFolders(config).state)
}

function named(action: string, wanted: string | undefined, all: readonly CheckConfig[]): CheckConfig {
  const check = all.find(({ name }) => name === wanted)
  if (check !== undefined) return check
  const names = all.map(({ name }) => name)
  const list = `write one of: ${names.join(', ')}`
  const remedy = names.length === 0 ? 'none is configured; write checks in the configuration' : list
  const close = wanted === undefined ? undefined : nearest(wanted, names)
  const fault = wanted === undefined ? 'which check?' : `there is no check "${plainText(wanted)}";`
  throw new ActionNeeded(`checks ${action}: ${fault} ${close === undefined ? remedy : `write ${close}`}`, EXIT.usage)
}

/** Says where in the configuration a fault is. */
function tellerOf({ placeOf }: Pick<Loaded, 'placeOf'>): ChecksParts['told'] {
  return (option, fault) => `${placeOf(option.split('.'))}: ${option}: ${fault}`
}

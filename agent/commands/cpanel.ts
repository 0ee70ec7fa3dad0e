import { join } from 'node:path'
import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command, Io, Options } from '../../lib/command-line/command.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { commandLine } from '../cpanel/hook-registry.ts'
import type { CountHooks } from '../cpanel/hooks-look.ts'
import { type HooksState, type Standing, withHooks } from '../cpanel/hooks-state.ts'
import { hookDifference, neededWords, registerHooks, unregisterHooks, WANTED_HOOKS } from '../cpanel/hooks.ts'
import { restartChkservd } from '../cpanel/host-program.ts'
import { register, unregister } from '../cpanel/register.ts'
import { findFiles, registrationOf, type ServiceRegistration } from '../cpanel/registration.ts'
import { tellHooks } from '../cpanel/told-hooks.ts'
import { neededServices, type WatchedService } from '../cpanel/watched-service.ts'
import { PROGRAM } from '../program.ts'
import { backstopPlacesOf } from './backstop-places.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

interface CpanelAction extends Action {
  run(root: string, stdout: Io['stdout'], options: Options): Promise<number>
}

const ACTIONS: Readonly<Record<string, CpanelAction>> = {
  register: {
    usage: 'register',
    summary: 'Let chkservd watch the services, and cPanel run the hook; repairs what is half registered.',
    options: ['--dry-run'],
    run: async (root, stdout, options) => {
      const needed = await neededServices(root)
      if (options['dry-run'] === true) {
        stdout.write(whatWouldBe(root, needed))
        return EXIT.ok
      }
      await register(root, needed)
      try {
        registerHooks(root)
      } finally {
        // Even if nothing changed: perhaps this failed the last time.
        restartChkservd(root)
      }
      stdout.write(inWords(withHooks(root, registrationOf(root, needed)), widthOf(stdout)))
      return EXIT.ok
    },
  },
  unregister: {
    usage: 'unregister',
    summary: 'Undo the registration.',
    options: [],
    run: async (root, stdout) => {
      stdout.write(`${(await undone(root)).join('\n') || 'Nothing was registered; there is nothing to do.'}\n`)
      return EXIT.ok
    },
  },
  'tell-hooks': {
    usage: 'tell-hooks',
    summary: 'Leave an event where hooks went missing, or are back; the unit of the backstop does it.',
    options: ['--config'],
    run: async (root, _stdout, options) => {
      const { inbox } = await backstopPlacesOf(configFile(options))
      const count: CountHooks = (host) => {
        return { wanted: WANTED_HOOKS.length, missing: hookDifference(host).missing.length }
      }
      const state = join(root, 'var/lib/spoor-backstop')
      return (await tellHooks({ root, state, inbox, now: Date.now(), count })) === 0 ? EXIT.ok : EXIT.failed
    },
  },
  status: {
    usage: 'status',
    summary: 'Say how services and hooks stand; exit 0 when registered, 1 when half, 3 when not.',
    options: ['--json'],
    run: async (root, stdout, { json }) => {
      const standing = withHooks(root, registrationOf(root, await neededServices(root)))
      stdout.write(json === true ? plainJson(standing, 2) : inWords(standing, widthOf(stdout)))
      return CODES[standing.state]
    },
  },
}

const CODES = { registered: EXIT.ok, incomplete: EXIT.failed, unregistered: EXIT.notRunning }

/** How the agent stands with cPanel: whether chkservd watches its services, and cPanel runs its hook. */
export const cpanel: Command = cpanelBelow('/')

/** The command for a host whose files are below `root`. */
export function cpanelBelow(root: string): Command {
  return {
    usage: 'cpanel <action>',
    words: Object.keys(ACTIONS),
    actions: ACTIONS,
    summary: 'Let cPanel watch the services and run the hook: register, unregister, status; tell of hooks.',
    options: [
      { flags: '--dry-run', text: 'register: print the commands for hooks, and change nothing.' },
      { flags: '--json', text: 'status: print it as JSON.' },
      { ...CONFIG_OPTION, text: 'tell-hooks: the configuration file; its spool has the inbox.' },
    ],
    examples: ['cpanel register --dry-run', 'cpanel register', 'cpanel status --json', 'cpanel unregister'],
    run: async ([name = ''], options, { stdout }) => {
      const action = chosenAction(PROGRAM.name, 'cpanel', ACTIONS, name, options)
      try {
        return await action.run(root, stdout, options)
      } catch (error) {
        const code = codeOf(error)
        if (code === undefined) throw error
        const what =
          code === 'EACCES' ? 'this user may not change what cPanel watches; run this as root.' : messageOf(error)
        throw new ActionNeeded(`cpanel ${name}: ${plainText(what)}`, EXIT.failed, { cause: error })
      }
    },
  }
}

/** Undoes all that it can, whatever chkservd says to it; in words. Throws `ActionNeeded`, and the system's errors. */
async function undone(root: string): Promise<readonly string[]> {
  // Refuses what is no file before anything is changed.
  findFiles(root)
  let failure: ActionNeeded | undefined
  const wasWatched = await unregister(root).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    failure = error
    return true
  })
  const hadHooks = unregisterHooks(root)
  if (failure !== undefined) throw failure
  return [
    ...(wasWatched ? ['chkservd no longer watches the services.'] : []),
    ...(hadHooks ? ['cPanel no longer runs the hook.'] : []),
  ]
}

/** What would be done, as lines for a shell. */
function whatWouldBe(root: string, needed: readonly WatchedService[]): string {
  const watched = `# chkservd would watch ${needed.map(({ name }) => name).join(' and ')}.`
  const commands = neededWords(hookDifference(root)).map(commandLine)
  return [watched, ...(commands.length > 0 ? commands : ['# All hooks are registered.']), ''].join('\n')
}

function inWords({ cpanel, state, services, hooks }: Standing, width: number): string {
  const lines = [...services.map((each) => `${each.service}: ${stateInWords(each)}`), `hooks: ${hooksInWords(hooks)}`]
  if (cpanel) return lines.map((line) => `${wrap(line, width)}\n`).join('')
  return state === 'unregistered'
    ? 'There is no cPanel here.\n'
    : `${wrap('cPanel is gone, but files of the agent are left in its folders; type: spoor-agent cpanel unregister', width)}\n`
}

function stateInWords({ state, problem }: ServiceRegistration): string {
  switch (state) {
    case 'watched':
      return 'watched by chkservd'
    case 'off':
      return "registered, but switched off in WHM's Service Manager (0 in chkservd.conf)"
    case 'incomplete':
      return `half registered, ${problem}; type: spoor-agent cpanel register`
    case 'unregistered':
      return 'not registered; type: spoor-agent cpanel register'
  }
}

function hooksInWords({ state, problem }: HooksState): string {
  switch (state) {
    case 'registered':
      return `all ${WANTED_HOOKS.length} registered`
    case 'incomplete':
      return `half registered, ${problem}; type: spoor-agent cpanel register`
    case 'unregistered':
      return 'not registered; type: spoor-agent cpanel register'
    case 'unknown':
      return `unknown: ${problem}`
  }
}

import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command, Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { register, unregister } from '../cpanel/register.ts'
import { type Registration, registrationOf, type ServiceRegistration } from '../cpanel/registration.ts'
import { neededServices } from '../cpanel/watched-service.ts'
import { PROGRAM } from '../program.ts'

interface CpanelAction extends Action {
  run(root: string, stdout: Io['stdout'], json: boolean): Promise<number>
}

const ACTIONS: Readonly<Record<string, CpanelAction>> = {
  register: {
    usage: 'register',
    summary: 'Let chkservd watch the services; repairs what is half registered.',
    options: [],
    run: async (root, stdout) => {
      const needed = await neededServices(root)
      await register(root, needed)
      stdout.write(inWords(registrationOf(root, needed), widthOf(stdout)))
      return EXIT.ok
    },
  },
  unregister: {
    usage: 'unregister',
    summary: 'Undo the registration.',
    options: [],
    run: async (root, stdout) => {
      const wasThere = await unregister(root)
      stdout.write(
        wasThere ? 'chkservd no longer watches the services.\n' : 'Nothing was registered; there is nothing to do.\n',
      )
      return EXIT.ok
    },
  },
  status: {
    usage: 'status',
    summary: 'Say how each service stands; exit 0 when registered, 1 when half, 3 when not.',
    options: ['--json'],
    run: async (root, stdout, json) => {
      const registration = registrationOf(root, await neededServices(root))
      stdout.write(json ? plainJson(registration, 2) : inWords(registration, widthOf(stdout)))
      return CODES[registration.state]
    },
  },
}

const CODES = { registered: EXIT.ok, incomplete: EXIT.failed, unregistered: EXIT.notRunning }

/** How the agent stands with cPanel: whether chkservd watches its services. */
export const cpanel: Command = cpanelBelow('/')

/** The command for a host whose files are below `root`. */
export function cpanelBelow(root: string): Command {
  return {
    usage: 'cpanel <action>',
    words: Object.keys(ACTIONS),
    actions: ACTIONS,
    summary: 'Let cPanel watch and restart the services: register, unregister, status.',
    options: [{ flags: '--json', text: 'status: print it as JSON.' }],
    examples: ['cpanel register', 'cpanel status --json', 'cpanel unregister'],
    run: async ([name = ''], options, { stdout }) => {
      const action = chosenAction(PROGRAM.name, 'cpanel', ACTIONS, name, options)
      try {
        return await action.run(root, stdout, options['json'] === true)
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

function inWords({ cpanel, state, services }: Registration, width: number): string {
  if (cpanel) return services.map((each) => `${wrap(`${each.service}: ${stateInWords(each)}`, width)}\n`).join('')
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

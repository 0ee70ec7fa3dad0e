import type { Command } from '../../lib/command-line/command.ts'
import { ROLES } from '../store/known-person.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { newPerson } from './people/add.ts'
import { disable } from './people/disable.ts'
import { enable } from './people/enable.ts'
import { giveKeyUp } from './people/key-lost.ts'
import { listPeople } from './people/list.ts'
import { changePassword } from './people/password.ts'
import { changeRole } from './people/role.ts'
import { makeSetupCode } from './people/setup.ts'
import { changeTotp } from './people/totp.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = {
  list: listPeople,
  add: newPerson,
  role: changeRole,
  password: changePassword,
  totp: changeTotp,
  disable,
  enable,
  setup: makeSetupCode,
  'key-lost': giveKeyUp,
}

/** `spoor-hub people`: who may sign in, and what each may do. */
export const people: Command = {
  usage: 'people <action> [name] [role]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'List the people who may sign in; add one, change role, password or one-time codes, disable one.',
  options: [
    CONFIG_OPTION,
    { flags: '--role <role>', text: 'add: what the person may do; default: viewer.', values: ROLES },
    { flags: '--no-login', text: 'add: no password, for a program, which has only API tokens.' },
    { flags: '--off', text: 'totp: end one-time codes.' },
    { flags: '--json', text: 'list: one JSON object a line; totp, setup: one JSON object.' },
  ],
  examples: [
    'people setup',
    'people add anna --role analyst',
    'people add backup --no-login',
    'people list',
    'people role anna admin',
    'people password anna',
    'people totp anna',
    'people disable anna',
  ],
  run: (args, options, io) => runStoreAction('people', ACTIONS, args, options, io),
}

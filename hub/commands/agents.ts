import type { Command } from '../../lib/command-line/command.ts'
import { addServer } from './agents/add.ts'
import { forgetServer } from './agents/forget.ts'
import { labelServer } from './agents/label.ts'
import { listServers } from './agents/list.ts'
import { renameServer } from './agents/rename.ts'
import { revokeServer } from './agents/revoke.ts'
import { rotateServer } from './agents/rotate.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = {
  list: listServers,
  add: addServer,
  label: labelServer,
  rename: renameServer,
  rotate: rotateServer,
  revoke: revokeServer,
  forget: forgetServer,
}

/** `spoor-hub agents`: the hosts that may report. */
export const agents: Command = {
  usage: 'agents <action> [host] [name or label]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary:
    'List the hosts that may report; rename or label one, give it a new secret, end its credentials, or forget it.',
  options: [
    CONFIG_OPTION,
    { flags: '--label <text>', text: 'list: only hosts with this label; add: its label.' },
    { flags: '--all', text: 'list: also those whose credentials have ended.' },
    { flags: '--grace <duration>', text: 'rotate: how long the secret before counts, too; default: 24h.' },
    { flags: '--yes', text: 'forget: do it; otherwise only say what would be done.' },
    { flags: '--json', text: 'list: one JSON object a line; add, rotate: one JSON object.' },
  ],
  examples: [
    'agents list',
    'agents list --label shared --json',
    'agents add old.example.com',
    'agents label web1.example.com shared',
    'agents rename web1.example.com web1.example.net',
    'agents rotate web1.example.com --grace 1h',
    'agents revoke web1.example.com',
    'agents forget web1.example.com --yes',
  ],
  run: (args, options, io) => runStoreAction('agents', ACTIONS, args, options, io),
}

import type { Command } from '../../lib/command-line/command.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { runStoreAction } from './store-action.ts'
import { makeToken } from './token/create.ts'
import { listTokens } from './token/list.ts'
import { endToken } from './token/revoke.ts'

const ACTIONS = { create: makeToken, list: listTokens, revoke: endToken }

/** `spoor-hub token`: what hosts enrol with. */
export const token: Command = {
  usage: 'token <action> [id]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Make a token that hosts enrol with, list tokens, revoke one.',
  options: [
    CONFIG_OPTION,
    { flags: '--uses <count>', text: 'create: how many hosts may enrol with it; default: 1.' },
    { flags: '--ttl <duration>', text: 'create: how long it counts; default: 24h.' },
    { flags: '--label <text>', text: 'create: a label for these hosts, such as shared.' },
    { flags: '--host <name>', text: 'create: only for the host of this name, also if it is enrolled already.' },
    { flags: '--json', text: 'create: print one JSON object; list: one a line.' },
  ],
  examples: [
    'token create --uses 50 --ttl 24h --label shared',
    'token create --host web1.example.com',
    'token list',
    'token revoke t-k3v9q2xm',
  ],
  run: (args, options, io) => runStoreAction('token', ACTIONS, args, options, io),
}

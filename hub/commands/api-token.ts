import type { Command } from '../../lib/command-line/command.ts'
import { SCOPES } from '../store/known-person.ts'
import { makeApiToken } from './api-token/create.ts'
import { listApiTokens } from './api-token/list.ts'
import { endApiToken } from './api-token/revoke.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { runStoreAction } from './store-action.ts'

const ACTIONS = { create: makeApiToken, list: listApiTokens, revoke: endApiToken }

/** `spoor-hub api-token`: what programs ask the hub with. */
export const apiToken: Command = {
  usage: 'api-token <action> [name]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Make a token with which a program asks the hub in the name of a person, list tokens, revoke one.',
  options: [
    CONFIG_OPTION,
    {
      flags: '--scope <scope>',
      text: 'create: read, or write for all that the role allows; default: read.',
      values: SCOPES,
    },
    { flags: '--ttl <duration>', text: 'create: how long it counts, at most a year; default: 90d.' },
    { flags: '--name <text>', text: 'create: what it is for.' },
    { flags: '--json', text: 'create: print one JSON object; list: one a line.' },
  ],
  examples: [
    'api-token create anna --name dashboard',
    'api-token create backup --scope write --ttl 30d',
    'api-token list',
    'api-token revoke a-k3v9q2xm',
  ],
  run: (args, options, io) => runStoreAction('api-token', ACTIONS, args, options, io),
}

import { typedName } from '../../people/person-name.ts'
import type { StoreAction } from '../store-action.ts'
import { madeChange } from './made-change.ts'

/** Gives an incident to a person. */
export const assignIncident: StoreAction = {
  usage: 'assign <id> <person>',
  summary: 'Say who takes care of an incident.',
  options: ['--config'],
  run: async (parts) => {
    const assignee = typedName(parts.words[1] ?? '')
    const id = await madeChange(parts, { assignee })
    parts.io.stdout.write(`${assignee} takes care of incident ${id} now.\n`)
  },
}

/** Takes it back. */
export const unassignIncident: StoreAction = {
  usage: 'unassign <id>',
  summary: 'Say that nobody takes care of an incident any more.',
  options: ['--config'],
  run: async (parts) => {
    const id = await madeChange(parts, { assignee: null })
    parts.io.stdout.write(`Nobody takes care of incident ${id} now.\n`)
  },
}

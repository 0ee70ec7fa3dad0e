import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { revokeApiToken } from '../../store/change/revoke-api-token.ts'
import type { StoreAction } from '../store-action.ts'

/** Ends an API token. */
export const endApiToken: StoreAction = {
  usage: 'revoke <id>',
  summary: 'End an API token at once.',
  options: ['--config'],
  run: async ({ store, now, words: [typed = ''], io, by }) => {
    // Only its name is needed, but people paste what they have.
    const id = typed.split('.')[0] ?? ''
    const shown = plainText(id)
    if (!(await store.change(revokeApiToken, { id, now, by })))
      throw new ActionNeeded(`There is no API token ${shown}; see: spoor-hub api-token list`)
    io.stdout.write(`${shown}: revoked.\n`)
  },
}

import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { revokeToken } from '../../store/change/revoke-token.ts'
import type { StoreAction } from '../store-action.ts'

/** Ends a token; what was enrolled with it stays enrolled. */
export const endToken: StoreAction = {
  usage: 'revoke <id>',
  summary: 'End a token; hosts that enrolled with it stay enrolled.',
  options: ['--config'],
  run: async ({ store, now, words: [id = ''], io, by }) => {
    const shown = plainText(id)
    // Only its name is needed, but people paste what they have.
    if (!(await store.change(revokeToken, { id: id.split('.')[0] ?? '', now, by })))
      throw new ActionNeeded(`There is no token ${shown}; see: spoor-hub token list`)
    io.stdout.write(`${shown.split('.')[0]}: revoked. Servers that enrolled with it stay enrolled.\n`)
  },
}

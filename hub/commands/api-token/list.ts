import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { everyApiToken, type ListedApiToken } from '../../store/ask/every-api-token.ts'
import type { StoreAction } from '../store-action.ts'

/** Lists API tokens, the newest first, without what would let anybody in. */
export const listApiTokens: StoreAction = {
  usage: 'list',
  summary: 'List API tokens, the newest first.',
  options: ['--config', '--json'],
  run: async ({ store, now, options, io: { stdout } }) => {
    const tokens = await store.ask(everyApiToken, {})
    if (options['json'] === true) {
      for (const token of tokens) stdout.write(plainJson({ ...token, state: stateOf(token, now) }))
      return
    }
    if (tokens.length === 0) {
      stdout.write('There is no API token; make one: spoor-hub api-token create NAME\n')
      return
    }
    const rows = tokens.map((token) => {
      const { id, owner, scope, expires, used, name } = token
      const lastUse = used === null ? 'never' : utc(used * 1000)
      return [id, stateOf(token, now), owner, scope, utc(expires * 1000), lastUse, name]
    })
    const titles = ['ID', 'STATE', 'PERSON', 'SCOPE', 'EXPIRES', 'LAST USE', 'NAME']
    stdout.write(`${table([titles, ...rows], widthOf(stdout)).join('\n')}\n`)
  },
}

function stateOf({ revoked, expires, disabled }: ListedApiToken, now: number): string {
  if (revoked !== null) return 'revoked'
  if (expires <= now) return 'expired'
  return disabled === null ? 'good' : 'disabled'
}

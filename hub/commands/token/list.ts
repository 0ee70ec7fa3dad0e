import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { everyToken } from '../../store/ask/every-token.ts'
import type { EnrolTokenTable } from '../../store/tables.ts'
import type { StoreAction } from '../store-action.ts'

/** Lists tokens, the newest first, without what would enrol anybody. */
export const listTokens: StoreAction = {
  usage: 'list',
  summary: 'List tokens, the newest first.',
  options: ['--config', '--json'],
  run: async ({ store, now, options, io: { stdout } }) => {
    const tokens = await store.ask(everyToken, null)
    if (options['json'] === true) {
      for (const token of tokens) stdout.write(plainJson({ ...token, state: stateOf(token, now) }))
      return
    }
    if (tokens.length === 0) {
      stdout.write('There is no token; make one: spoor-hub token create\n')
      return
    }
    const rows = tokens.map((token) => {
      const { id, uses_left: uses, expires, host, label } = token
      return [id, stateOf(token, now), String(uses), utc(expires * 1000), host ?? 'any', label]
    })
    const lines = table([['ID', 'STATE', 'USES LEFT', 'EXPIRES', 'HOST', 'LABEL'], ...rows], widthOf(stdout))
    stdout.write(`${lines.join('\n')}\n`)
  },
}

function stateOf(
  { revoked, expires, uses_left: uses }: Pick<EnrolTokenTable, 'revoked' | 'expires' | 'uses_left'>,
  now: number,
): string {
  if (revoked !== null) return 'revoked'
  return expires <= now ? 'expired' : uses < 1 ? 'used up' : 'good'
}

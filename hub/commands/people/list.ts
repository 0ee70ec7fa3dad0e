import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { everyPerson, type ListedPerson } from '../../store/ask/every-person.ts'
import type { StoreAction } from '../store-action.ts'

/** Lists people, by name. */
export const listPeople: StoreAction = {
  usage: 'list',
  summary: 'List people with role, state and last login.',
  options: ['--config', '--json'],
  run: async ({ store, options, io: { stdout } }) => {
    const everybody = await store.ask(everyPerson, null)
    if (options['json'] === true) {
      for (const person of everybody) stdout.write(plainJson(person))
      return
    }
    if (everybody.length === 0) {
      stdout.write('There is nobody; make a code for the first admin: spoor-hub people setup\n')
      return
    }
    const titles = ['NAME', 'ROLE', 'STATE', 'ONE-TIME CODES', 'LAST LOGIN']
    stdout.write(`${table([titles, ...everybody.map(rowOf)], widthOf(stdout)).join('\n')}\n`)
  },
}

function rowOf({
  name,
  role,
  disabled,
  has_password: isPerson,
  has_totp: isSecond,
  recovery_codes: left,
  last_login: at,
}: ListedPerson) {
  const state = disabled !== null ? 'disabled' : isPerson ? 'good' : 'tokens only'
  const codes = isSecond ? `yes, ${left} to recover` : 'no'
  return [name, role, state, codes, at === null ? 'never' : utc(at * 1000)]
}
